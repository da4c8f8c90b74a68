import { expect, test } from 'vitest'
import type { MatcherContext } from '../../src/matchers/context.ts'
import { follow } from '../../src/matchers/unawaited.ts'
import { immediate } from '../support/waits.ts'

/** A test of a runner that calls hooks when it ends. */
function makeTest() {
  const hooks: (() => void)[] = []
  const task = { context: { onTestFinished: (hook: () => void) => hooks.push(hook), annotate: async () => {} } }
  const abandoned: string[] = []
  const assertion = (name: string, ends: Promise<void> = immediate()): Promise<void> =>
    follow(ends, { task } as unknown as MatcherContext, {
      abandon: () => abandoned.push(name),
      error: () => new Error(`${name} was not awaited`),
    })
  const end = (): string[] =>
    hooks.splice(0).flatMap((hook) => {
      try {
        hook()
        return []
      } catch (error) {
        return [(error as Error).message]
      }
    })
  return { hooks, assertion, abandoned, end }
}

test('assertions that are awaited one after the other share a hook', async () => {
  const { hooks, assertion, end } = makeTest()
  for (let count = 0; count < 100; count++) await assertion(`${count}`)
  expect(hooks).toHaveLength(1)
  expect(end()).toEqual([])
})

test('each of several that nobody has waited for is told, whatever was awaited before', async () => {
  const { assertion, abandoned, end } = makeTest()
  await assertion('awaited')
  const never = new Promise<void>(() => {})
  void assertion('first', never)
  void assertion('second', never)
  await assertion('awaited as well')
  expect(end()).toEqual(['first was not awaited', 'second was not awaited'])
  expect(abandoned).toEqual(['first', 'second'])
})

test('another try of the same test has hooks of its own', async () => {
  const { hooks, assertion, end } = makeTest()
  await assertion('in the first try')
  expect(end()).toEqual([])
  void assertion('in the second try', new Promise(() => {}))
  expect(hooks).toHaveLength(1)
  expect(end()).toEqual(['in the second try was not awaited'])
})

import { AssertionError } from 'node:assert'
import { runInThisContext } from 'node:vm'
import { expect, test } from 'vitest'
import { Anchor } from '../../src/matchers/anchor.ts'

function assertion(): Anchor {
  return inner()
}

function inner(): Anchor {
  return new Anchor(assertion)
}

/** Calls `next` from a function of the given name in the given file. */
function callFrom(name: string, filename: string, next: () => Anchor): Anchor {
  return runInThisContext(`(function ${name}(next) { return next() })`, { filename })(next)
}

const framesOf = (error: Error): string[] => error.stack!.split('\n').slice(1)

test('the stack begins at the line of the assertion', () => {
  const error = assertion().stamp(new Error('blocked'))
  expect(framesOf(error)[0]).toContain('anchor.test.ts')
  expect(error.stack).not.toMatch(/at (assertion|inner) /)
})

test('the place is that of the assertion also after awaits', async () => {
  const anchor = assertion()
  const before = framesOf(anchor.stamp(new Error()))
  await new Promise((resolve) => setImmediate(resolve))
  expect(framesOf(anchor.stamp(new Error()))).toEqual(before)
})

test('name and message stay, however long', () => {
  const error = new TypeError('first line\nsecond line')
  const { name, message } = error
  assertion().stamp(error)
  expect(error.stack).toMatch(/^TypeError: first line\nsecond line\n {4}at /)
  expect(error).toMatchObject({ name, message })
})

test('the very error is given back, with its class', () => {
  const error = new AssertionError({ message: 'no' })
  expect(assertion().stamp(error)).toBe(error)
})

test('the frames of the runners are left out, and those of everybody else stay', () => {
  const frames: [name: string, file: string][] = [
    ['anonymous', '/project/node_modules/@vitest/expect/dist/index.js'],
    ['__EXTERNAL_MATCHER_TRAP__', '/elsewhere/expect/build/index.js'],
    ['throwingMatcher', '/elsewhere/expect/build/index.js'],
    ['anonymous', 'C:\\project\\node_modules\\expect\\build\\index.js'],
    ['helper', '/project/test/helper.js'],
    ['more', '/project/node_modules/expect-more/index.js'],
  ]
  const make = frames.reduce<() => Anchor>(
    (next, [name, file]) =>
      () =>
        callFrom(name, file, next),
    assertion,
  )
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 50
  const stamped = framesOf(make().stamp(new Error('no')))
  Error.stackTraceLimit = stackTraceLimit
  const made = stamped.filter((frame) => /\(([A-Z]:|\/project|\/elsewhere)/.test(frame))
  expect(made).toEqual([
    expect.stringContaining('at helper (/project/test/helper.js:1:'),
    expect.stringContaining('at more (/project/node_modules/expect-more/index.js:1:'),
  ])
})

test('without any stack there is still a message', () => {
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 0
  const anchor = assertion()
  Error.stackTraceLimit = stackTraceLimit
  expect(anchor.stamp(new Error('blocked')).stack).toBe('Error: blocked')
})

test.each([
  [
    'of the file system',
    Object.assign(new Error('ENOENT'), { stack: 'Error: ENOENT\n    at async open (node:internal/fs/promises:1:1)' }),
  ],
  [
    'of a package',
    Object.assign(new Error('broken'), {
      stack: 'Error: broken\n    at parse (/project/node_modules/csv/index.js:1:1)',
    }),
  ],
  ['of a signal', AbortSignal.abort().reason],
])('an error %s shows the place of the assertion as well, behind its own', (_whose, error) => {
  error.stack = error.stack.replaceAll(import.meta.filename, '/project/elsewhere.js')
  const before = error.stack
  expect(assertion().addTo(error)).toBe(error)
  expect(error.stack.startsWith(`${before}\n`)).toBe(true)
  expect(error.stack.slice(before.length)).toContain('anchor.test.ts:')
  const after = error.stack
  assertion().addTo(error)
  expect(error.stack).toBe(after)
})

test('what shows a line of the file already stays as it is, and so does what has no stack', () => {
  const error = new Error('here')
  const { stack } = error
  assertion().addTo(error)
  expect(error.stack).toBe(stack)
  const fixed = Object.freeze(Object.assign(new Error('there'), { stack: 'Error: there' }))
  for (const thrown of [undefined, null, 'a string', 7, { stack: 3 }, fixed])
    expect(assertion().addTo(thrown)).toBe(thrown)
})

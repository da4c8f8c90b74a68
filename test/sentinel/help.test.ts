import { runInThisContext as evaluate } from 'node:vm'
import { afterEach, expect, test, vi } from 'vitest'
import { ask, type Outlook, offerHelp } from '../../src/sentinel/help.ts'
import { createShared } from '../../src/sentinel/protocol.ts'
import { stackBelow } from '../../src/sentinel/stack-here.ts'

afterEach(() => vi.unstubAllGlobals())

test('a look does without the global Promise, which may be a library’s', () => {
  offerHelp(createShared())
  let called = 0
  class Promises<T> extends Promise<T> {
    constructor(executor: ConstructorParameters<typeof Promise<T>>[0]) {
      super(executor)
      called++
    }
  }
  vi.stubGlobal('Promise', Promises)
  const { frames }: Outlook = JSON.parse(evaluate(ask('lookAround')))
  expect(frames.some(({ url }) => url.includes('help.test.ts'))).toBe(true)
  evaluate(ask('circumstances'))
  expect(called).toBe(0)
})

test('the next stack that anybody asks for is as ever when a look was cut short', () => {
  const { prepareStackTrace, stackTraceLimit, captureStackTrace } = Error
  let installed: typeof prepareStackTrace | undefined
  Error.captureStackTrace = (...args) => {
    installed = Error.prepareStackTrace
    captureStackTrace.apply(Error, args)
  }
  try {
    expect(stackBelow(() => {})).toEqual([])
  } finally {
    Error.captureStackTrace = captureStackTrace
  }
  // As it is left by a time limit of `node:vm`, which runs no `finally`.
  Error.prepareStackTrace = installed!
  Error.stackTraceLimit = 200
  expect(new Error('another').stack).toMatch(/^Error: another\n {4}at /)
  expect(Error.prepareStackTrace).toBe(prepareStackTrace)
  expect(Error.stackTraceLimit).toBe(stackTraceLimit)
})

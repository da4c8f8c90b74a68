import { expect, test } from 'vitest'
import { Stack } from '../../src/sentinel/stack.ts'

/** A stack of functions, innermost first: of Node's, in a script that is named, or of the user's. */
const stackOf = (...functions: [name: string, script?: string][]): Stack =>
  new Stack(functions.map(([name, url = 'file:///nowhere/user.js']) => ({ function: name, url, line: 1, column: 1 })))

const timers = (name: string): [string, string] => [name, 'node:internal/timers']
const ticks = (name: string): [string, string] => [name, 'node:internal/process/task_queues']
const hooks = (name: string): [string, string] => [name, 'node:internal/async_hooks']
const helper = (name: string): [string, string] => [name, 'node:internal/fixed_queue']
const observers = (name: string): [string, string] => [name, 'node:internal/perf/observe']

test.each([
  ['between two timers', stackOf(timers('listOnTimeout'), timers('processTimers')), true],
  ['between two immediates', stackOf(timers('processImmediate')), true],
  ['between two ticks', stackOf(helper('shift'), ticks('processTicksAndRejections')), true],
  ['in a hook of a tick', stackOf(hooks('emitBeforeScript'), ticks('processTicksAndRejections')), true],
  ['in a hook of a timer', stackOf(hooks('emitHook'), timers('listOnTimeout')), false],
  ['in the hooks of what was thrown away', stackOf(hooks('emitHook')), false],
  ['in work of Node’s own', stackOf(['deprecate', 'node:internal/util'], observers('observerCallback')), false],
])('a thread that is %s has somebody to call next: %s', (_where, stack, leadsToSomebody) => {
  expect(stack.culprit).toBeUndefined()
  expect(stack.leadsToSomebody).toBe(leadsToSomebody)
})

test.each([
  ['a hook', stackOf(hooks('emitHook'), ticks('processTicksAndRejections')), true],
  ['the queue of ticks', stackOf(helper('shift'), ticks('processTicksAndRejections')), true],
  ['what works off the queue', stackOf(ticks('processTicksAndRejections')), false],
  ['the user’s code', stackOf(['work'], ticks('processTicksAndRejections')), false],
])('%s is best left', (_what, stack, isBestLeft) => {
  expect(stack.isBestLeft).toBe(isBestLeft)
})

test.each([
  ['who was just called', [], true],
  ['who calls a function of Node’s', [{ function: 'spawnSync', url: 'node:child_process', line: 1, column: 1 }], false],
])('%s may be at his head: %s', (_who, onTop, isAtHead) => {
  const called = { function: '', url: 'file:///nowhere/user.js', line: 1, column: 5, isAtHead: true }
  expect(new Stack([...onTop, called]).isAtHead).toBe(isAtHead)
})

import { expect, test } from 'vitest'
import type { Frame } from '../../src/blame/frame.ts'
import { turnedSince } from '../../src/sentinel/turned.ts'

const frame = (url: string): Frame => ({ function: 'f', url, line: 1, column: 1 })
const SOMEBODYS = frame('file:///project/job.js')
const QUEUE = frame('node:internal/process/task_queues')

test.for<[string, Frame[], ReturnType<typeof turnedSince>]>([
  ['somebody’s code runs', [SOMEBODYS, QUEUE], 'sync'],
  ['it has called something of Node’s', [frame('node:fs'), SOMEBODYS, QUEUE], 'sync'],
  ['Node is at its queues', [QUEUE], undefined],
  ['somebody has Node work its queues off', [QUEUE, SOMEBODYS], undefined],
  ['a tick is being queued', [frame('node:internal/fixed_queue'), QUEUE, SOMEBODYS], undefined],
  ['only what the inspector evaluates runs', [frame('')], undefined],
])('when %s', ([, frames, turned]) => {
  turnedSince(frames)
  // Where no tick of ours was queued at once, and no microtask has run that could, it is not known whether ticks ran.
  expect(turnedSince(frames)).toBe(turned)
})

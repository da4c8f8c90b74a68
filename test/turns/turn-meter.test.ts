import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { isIn } from '../../src/turns/segment.ts'
import { TurnMeter } from '../../src/turns/turn-meter.ts'
import { burn } from '../support/burn.ts'

test('what the watch does between two parts of a turn is a gap in it, and both parts keep their place in time', async () => {
  const meter = new TurnMeter()
  meter.start()
  burn(5)
  meter.pause()
  const pausedAtMs = performance.now()
  burn(20)
  meter.goOn()
  burn(30)
  const burntAtMs = performance.now()
  await turn()
  meter.atCheck(performance.now(), performance.nodeTiming.idleTime)
  // Not a timer: one that is due already does not wait for poll.
  await turn()
  meter.atCheck(performance.now(), performance.nodeTiming.idleTime)
  const [stall] = meter.stalls.kept
  // On a busy machine the meter may find another one behind it.
  const [gap] = stall!.gaps
  expect(gap!.endMs - gap!.startMs).toBeGreaterThan(10)
  const gapsMs = stall!.gaps.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0)
  expect(stall!.endMs - stall!.startMs).toBeCloseTo(stall!.wallMs + gapsMs, 5)
  expect([stall!.startMs + 1, pausedAtMs + 10, burntAtMs - 1].map((atMs) => isIn(stall!, atMs))).toEqual([
    true,
    false,
    true,
  ])
})

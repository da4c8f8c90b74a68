import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { hostSince, readHost } from '../../src/turns/host.ts'
import { burn } from '../support/burn.ts'

const stolenMs = (): number => Number(readFileSync('/proc/stat', 'utf8').split('\n')[0]!.split(/ +/)[8]) * 10
const waitedMs = (): number => Number(/^some .*total=(\d+)/.exec(readFileSync('/proc/pressure/cpu', 'utf8'))![1]) * 1e-3

test.runIf(existsSync('/proc/stat'))('stolen time is that of /proc/stat', () => {
  const before = stolenMs()
  const { stealMs } = readHost()
  expect(stealMs).toBeGreaterThanOrEqual(before)
  expect(stealMs).toBeLessThanOrEqual(stolenMs())
})

test.runIf(existsSync('/proc/pressure/cpu'))('pressure is that of /proc/pressure/cpu', () => {
  const before = waitedMs()
  const { pressureMs } = readHost()
  expect(pressureMs).toBeGreaterThanOrEqual(before)
  expect(pressureMs).toBeLessThanOrEqual(waitedMs())
})

test('nothing goes backwards', () => {
  const before = readHost()
  burn(20)
  const added = hostSince(before, readHost())
  expect(Object.keys(added)).toEqual(Object.keys(before))
  for (const ms of Object.values(added)) expect(ms).toBeGreaterThanOrEqual(0)
})

test('what has been added is told for what there is', () => {
  expect(hostSince({ stealMs: 10 }, { stealMs: 30, throttledMs: 5 })).toEqual({ stealMs: 20, throttledMs: 0 })
  expect(hostSince({}, {})).toEqual({})
})

import { spawn } from 'node:child_process'
import process from 'node:process'
import { describe, expect, test } from 'vitest'
import { watchLoop } from '../../src/index.ts'
import { assertNotBlockLoopFor, assertStarveLoop, assertYieldToPoll } from '../../src/node-test.ts'
import { burn } from '../support/burn.ts'

/** Stands still in the middle of a call, for so long. */
function standStill(ms: number): void {
  const isStopped = `ps -o state= -p ${process.pid} | grep -q T`
  spawn('sh', ['-c', `until ${isStopped}; do sleep 0.01; done; sleep ${ms / 1000}; kill -CONT ${process.pid}`])
  process.kill(process.pid, 'SIGSTOP')
}

// 200 ms of its own it may take, and Node's limit, which counts all, is ten times that.
const options = { stopAfter: 200, timeout: false } as const

function subject(): void {
  burn(10)
  standStill(2500)
  burn(10_000)
}

const CUT_SHORT =
  'cut short: the machine was so busy that the limit of the call was over, which knows no better, before its own time was'

describe.runIf(process.platform !== 'win32')('a call that Node’s limit has ended before its own time was up', () => {
  test('is told so', async () => {
    const { outcome, limitations } = await watchLoop(subject, { ...options, budget: 20 })
    expect(outcome.kind).toBe('stopped')
    expect(limitations).toContain(CUT_SHORT)
  })

  test.each([
    ['toYieldToPoll', () => assertYieldToPoll(subject, { ...options, strict: true })],
    ['toStarveLoop', () => assertStarveLoop(subject, { ...options, strict: true })],
    ['toNotBlockLoopFor', () => assertNotBlockLoopFor(subject, 190, { ...options, strict: true })],
  ])('proves nothing to %s', async (_, assertion) => {
    await expect(assertion()).rejects.toThrow(new RegExp(`^Received: inconclusive: .*; ${CUT_SHORT}$`, 'm'))
  })

  test('proves what it had done by then', async () => {
    const blocks = (): void => {
      burn(100)
      subject()
    }
    await expect(assertNotBlockLoopFor(blocks, 20, options)).rejects.toThrow(/^Received: stopped after /m)
  })
})

import { spawnSync } from 'node:child_process'
import { closeSync, openSync, readlinkSync, readSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { describe, expect, test } from 'vitest'
import { block } from './loop.ts'
import { runFixture } from './run-fixture.ts'

const linux = process.platform === 'linux'
const canPin = linux && spawnSync('taskset', ['--version']).status === 0

describe('/proc/thread-self', () => {
  test.runIf(linux)('schedstat is three whole numbers, fresh on every read at position 0', () => {
    const fd = openSync('/proc/thread-self/schedstat', 'r')
    const buffer = Buffer.alloc(64)
    const read = () => buffer.toString('latin1', 0, readSync(fd, buffer, 0, 64, 0))
    const first = read()
    expect(first).toMatch(/^\d+ \d+ \d+\n$/)
    let tries = 0
    for (; read() === first && tries < 200; tries++) block(2)
    expect(tries).toBeLessThan(200)
    closeSync(fd)
  })

  test.runIf(linux)('is bound to the thread that opens it, and its link tells other threads where', async () => {
    const own = readlinkSync('/proc/thread-self')
    expect(own).toMatch(/^\d+\/task\/\d+$/)
    const worker = new Worker(
      `const { readFileSync, readlinkSync } = require('node:fs')
       const { parentPort, workerData } = require('node:worker_threads')
       const name = readFileSync('/proc/' + workerData + '/schedstat', 'utf8')
       parentPort.postMessage({ link: readlinkSync('/proc/thread-self'), seen: name })`,
      { eval: true, workerData: own },
    )
    const { link, seen } = await new Promise<{ link: string; seen: string }>((resolve) => {
      worker.once('message', resolve)
    })
    await worker.terminate()
    expect(link.split('/')[0]).toBe(own.split('/')[0])
    expect(link).not.toBe(own)
    expect(seen).toMatch(/^\d+ \d+ \d+\n$/)
  })
})

describe('the run-queue delay', () => {
  test.runIf(canPin)('is what wall time has more than CPU time while a crowded thread spins', async () => {
    const windows = await runFixture<Record<'wall' | 'delay' | 'cpu', number>[]>('run-queue-delay.cjs')
    expect(Math.max(...windows.map(({ wall, delay }) => delay / wall))).toBeGreaterThan(0.25)
    // Time that a hypervisor steals is in neither of the two, so only the best window of 200 ms has to balance.
    const rest = windows.map(({ wall, delay, cpu }) => wall - delay - cpu)
    expect(Math.min(...rest)).toBeLessThan(5)
    expect(Math.min(...rest)).toBeGreaterThan(-5)
  })

  test.runIf(canPin)('of a wake-up is inside idleTime as well', async () => {
    const { counted, twice } = await runFixture<Record<'counted' | 'twice', number>>('wake-up-delay.cjs')
    expect(counted).toBe(10)
    expect(twice).toBeGreaterThan(10)
  })
})

describe('time that is neither CPU nor run-queue delay', () => {
  test.runIf(linux)('a blocking sleep', async () => {
    const { wall, delay, cpu } = await runFixture<Record<'wall' | 'delay' | 'cpu', number>>('no-cpu.cjs', 'sleep')
    expect(wall).toBeGreaterThanOrEqual(299)
    expect(wall - delay - cpu).toBeGreaterThan(200)
  })

  test.runIf(linux)('a stopped process, which stops its watcher thread as well', async () => {
    const gap = await runFixture<Record<'wall' | 'delay' | 'cpu' | 'watcherLate', number>>('no-cpu.cjs', 'stop')
    expect(gap.wall).toBeGreaterThan(400)
    expect(gap.wall - gap.delay - gap.cpu).toBeGreaterThan(400)
    expect(gap.watcherLate).toBeGreaterThan(400)
  })
})

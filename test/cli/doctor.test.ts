import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ALL, diagnose, runCli, stopped } from './cli.ts'

const POSITIVE = expect.toSatisfy((value) => typeof value === 'number' && value > 0)
const NOT_NEGATIVE = expect.toSatisfy((value) => typeof value === 'number' && value >= 0)

test('as JSON it tells what was measured, and that runaways are stopped in both kinds of threads', async () => {
  const diagnosis = await diagnose()
  const { runaways, budget, problems, ...measured } = diagnosis
  expect(measured).toMatchObject({
    host: { node: process.versions.node, platform: process.platform, arch: process.arch, cpus: POSITIVE },
    sentinel: { started: true, firstWatchMs: POSITIVE, laterWatchMs: POSITIVE },
    clocks: { monotonic: { smallestMs: POSITIVE, medianMs: POSITIVE } },
    evidence: { source: existsSync('/proc/thread-self/schedstat') ? 'schedstat' : 'thread-cpu' },
    noiseFloor: {
      lastedMs: POSITIVE,
      turns: POSITIVE,
      longestStall: { ms: NOT_NEGATIVE, wallMs: NOT_NEGATIVE },
      longestWallMs: NOT_NEGATIVE,
      turnP50Ms: POSITIVE,
      turnP99Ms: POSITIVE,
      descheduledMs: NOT_NEGATIVE,
      sentinelLateMs: NOT_NEGATIVE,
    },
  })
  expect([stopped(runaways.main), stopped(runaways.worker)]).toEqual([ALL, ALL])
  expect(runaways.main.sync).toEqual({ stopped: true, lateMs: expect.any(Number), lineNamed: expect.any(Boolean) })
  const last = budget.tries.at(-1)
  // On a machine that is busy enough no budget may be.
  if (budget.supportedMs === null) expect(problems).toEqual([expect.stringMatching(/^No budget /)])
  else {
    expect(problems).toEqual([])
    expect(last).toEqual({ budgetMs: budget.supportedMs, idle: 'pass', halfUsed: 'pass', overrun: 'fail' })
  }
})

test('as text it tells the same, in 80 columns and without colours', async () => {
  const { stdout, stderr, exitCode } = await runCli(['doctor'])
  expect(stderr).toBe('')
  expect(stdout.split('\n').filter((line) => line.length > 80 || /[^\P{Cc}]/u.test(line))).toEqual([])
  expect(stdout).toMatch(/^loop-canary \d+\.\d+\.\d+, Node \d+\.\d+\.\d+, /)
  for (const name of ['a synchronous loop', 'a microtask loop', 'a nextTick loop', 'a loop in a later turn']) {
    expect(stdout).toMatch(new RegExp(`^ {2}${name} +✔ .+ later.* ✔ .+ later`, 'm'))
  }
  expect(exitCode).toBe(stdout.endsWith('\nEverything essential works here.\n') ? 0 : 1)
})

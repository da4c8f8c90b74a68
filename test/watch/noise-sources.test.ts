import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Noise } from '../../src/report.ts'
import { runProgram } from '../support/program.ts'

/** `ROUNDS=100` for statistics. */
const ROUNDS = Number(process.env.ROUNDS ?? 2)

type Verdicts = Record<string, Partial<Record<'pass' | 'fail' | 'inconclusive', number>>>

const HEALTHY = 'chunks of 4 ms'

/** How long `fsync` takes is the disk's business, so it is for those who ask: `node test/watch/fixtures/blocking-calls.mjs 100 fsync`. */
const KINDS = ['spawnSync', 'execSync', 'Atomics.wait', 'a FIFO', 'a lock of SQLite', HEALTHY]

async function verdictsBy(source: Noise['source']): Promise<Verdicts> {
  const { stdout, stderr, exitCode } = await runProgram(join(import.meta.dirname, 'fixtures/blocking-calls.mjs'), {
    flags: ['--disable-warning=ExperimentalWarning'],
    args: [String(ROUNDS), ...KINDS],
    env: { PATH: process.env.PATH!, LOOP_CANARY_NOISE_SOURCE: source },
  })
  expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 })
  return JSON.parse(stdout)
}

// A sleep of 200 ms is ten times the budget, and a chunk a fifth of it.
test.runIf(process.platform === 'linux')(
  'what blocks fails, however busy the machine, where schedstat tells',
  async () => {
    for (const [kind, verdicts] of Object.entries(await verdictsBy('schedstat'))) {
      if (kind === HEALTHY) expect(verdicts.fail, kind).toBeUndefined()
      else expect(verdicts, kind).toEqual({ fail: ROUNDS })
    }
  },
)

const isSleepCounted = process.threadCpuUsage !== undefined

// Where less can be told, what blocks may be inconclusive beside busy neighbours, and what is healthy is never to blame.
test.runIf(process.platform !== 'win32' && isSleepCounted).each(['context-switches', 'thread-cpu'] as const)(
  'nothing is laid at a healthy function’s door, and what blocks does not pass, where %s tell',
  async (source) => {
    for (const [kind, verdicts] of Object.entries(await verdictsBy(source))) {
      expect(verdicts[kind === HEALTHY ? 'fail' : 'pass'], kind).toBeUndefined()
    }
  },
)

import { isBuiltin } from 'node:module'
import { availableParallelism } from 'node:os'
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

async function verdictsBy(
  source: Noise['source'],
  { kinds = KINDS, rounds = ROUNDS, spinning = 0 } = {},
): Promise<Verdicts> {
  const { stdout, stderr, exitCode } = await runProgram(join(import.meta.dirname, 'fixtures/blocking-calls.mjs'), {
    flags: ['--disable-warning=ExperimentalWarning'],
    args: [String(rounds), ...kinds],
    env: { PATH: process.env.PATH!, LOOP_CANARY_NOISE_SOURCE: source, SPINNING: String(spinning) },
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
      else {
        // Where the machine does not run the sentinel either for nearly all of a sleep, that one is in doubt.
        const { fail = 0, inconclusive = 0 } = verdicts
        expect(verdicts.pass, kind).toBeUndefined()
        expect(fail + inconclusive, kind).toBe(ROUNDS)
        expect(fail, kind).toBeGreaterThanOrEqual(ROUNDS / 2)
      }
    }
  },
)

// Which call it is that sleeps Linux tells on these.
test.runIf(process.platform === 'linux' && ['x64', 'arm64'].includes(process.arch) && isBuiltin('node:sqlite'))(
  'a sleep in a system call of its own is no wait for other threads of the process, half of which are ready and not run',
  async () => {
    const kind = 'a lock of SQLite'
    const { [kind]: verdicts } = await verdictsBy('schedstat', {
      kinds: [kind],
      rounds: 8,
      spinning: 2 * availableParallelism(),
    })
    expect(verdicts!.pass).toBeUndefined()
    // Where the sentinel was not run either, it is in doubt for that.
    expect(verdicts!.fail).toBeGreaterThan(0)
  },
)

const isSleepCounted = process.threadCpuUsage !== undefined

// Where less can be told, what blocks may be inconclusive beside busy neighbours, and what is healthy is never to blame.
test.runIf(process.platform !== 'win32' && isSleepCounted).each(['context-switches', 'thread-cpu'] as const)(
  'nothing is laid at a healthy function’s door, and what blocks does not pass, where %s tell',
  async (source) => {
    // A switch counts for 12 ms: one that the machine lets last much longer is taken for a sleep of the function's own.
    const mostFailures = source === 'context-switches' ? ROUNDS / 2 : 0
    for (const [kind, { pass = 0, fail = 0 }] of Object.entries(await verdictsBy(source))) {
      if (kind === HEALTHY) expect(fail, kind).toBeLessThanOrEqual(mostFailures)
      else expect(pass, kind).toBe(0)
    }
  },
)

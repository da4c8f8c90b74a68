import { runInThisContext } from 'node:vm'
import { now } from '../realm.ts'
import { sentinel } from '../sentinel/this-thread.ts'

/** A silence of so long is looked at. */
const LOOK_AFTER_MS = 2

/** How long it blocks at most; on a quiet machine 5 to 20 ms are enough. */
const WITHIN_MS = 2000

const NEVER = Number.POSITIVE_INFINITY

/**
 * Under a name of its own, because a look that finds this package's own code counts as too late. It sleeps for a ms at a time, and leaves
 * the CPU to the sentinel.
 */
const block = runInThisContext(
  `(function block(seen, at, before, now, endMs) {
    const nobody = new Int32Array(new SharedArrayBuffer(4))
    while (Atomics.load(seen, at) === before && now() < endMs) Atomics.wait(nobody, 0, 0, 1)
  })`,
  { filename: 'loop-canary-self-test' },
) as (seen: Int32Array, at: number, before: number, now: () => number, endMs: number) => void

// A thread may run many test files.
let isProven = false

/**
 * Blocks this thread until the sentinel has looked at it: a guard that is silently off is worse than none.
 *
 * @returns why it did not, in words; nothing when it did
 */
export async function proveSight(): Promise<string | undefined> {
  if (isProven) return undefined
  const before = sentinel.sampled
  sentinel.watch({ lookAfter: LOOK_AFTER_MS, stopAfter: NEVER, stopAt: NEVER, onStopped() {} })
  block(...sentinel.sampledAt, before, now, now() + WITHIN_MS)
  const { problems } = await sentinel.rest(false)
  isProven = sentinel.sampled !== before
  if (isProven) return undefined
  return problems[0] ?? `a block of ${WITHIN_MS} ms was not seen`
}

import process from 'node:process'
import { isMainThread } from 'node:worker_threads'

/** Inherited by what a test starts, which has the flags of the test's process as well, but none of its tests. */
const MARK = 'LOOP_CANARY_GUARDED'

/** What runs a test file that nobody has given to a test runner. */
const NO_RUNNER = 'none'

/**
 * Whether this thread is there to run a test file: the guard is on from the begin there. In any other it waits for a test, and costs
 * nothing until then.
 */
export function isForTests(): boolean {
  if (!isMainThread) return false
  // Set by node:test in the processes that it starts.
  const runner = process.env.NODE_TEST_CONTEXT ?? NO_RUNNER
  if (process.env[MARK] === runner || (runner === NO_RUNNER && !isGivenAFile())) return false
  process.env[MARK] = runner
  return true
}

function isGivenAFile(): boolean {
  // What a test forks has its flags, and maybe an environment without the mark.
  if (process.channel) return false
  const flags = process.execArgv.join(' ')
  const startsProcesses =
    process.execArgv.includes('--test') && !/--(?:experimental-)?test-isolation[= ]none/.test(flags)
  return /loop-canary[\\/].*node-test/.test(flags) && !startsProcesses
}

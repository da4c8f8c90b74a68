import type { ResourceLimits, Worker } from 'node:worker_threads'
import { holdRealNextTick } from './realm.ts'

/**
 * Starts a thread of the package's own. It never keeps the process alive, and nothing of the user's set-up concerns it: no
 * preloads, no profiles, no environment.
 *
 * @param resourceLimits - one that is beyond them ends, and nothing else does
 * @throws when no worker thread can be started, for example under `--permission`.
 */
export async function startOwnThread(
  script: string,
  name: string,
  workerData: unknown,
  resourceLimits?: ResourceLimits,
): Promise<Worker> {
  const { Worker } = await import('node:worker_threads')
  const restore = holdRealNextTick()
  try {
    const worker = new Worker(script, {
      name: `loop-canary ${name}`,
      workerData,
      execArgv: [],
      env: {},
      ...(resourceLimits && { resourceLimits }),
    })
    worker.unref()
    return worker
  } finally {
    restore()
  }
}

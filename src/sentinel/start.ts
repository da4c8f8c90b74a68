import { join } from 'node:path'
import process from 'node:process'
import type { Worker } from 'node:worker_threads'
import { mailbox } from '../mailbox.ts'
import { startOwnThread } from '../own-thread.ts'
import { sharedClockOffset } from '../realm.ts'
import { schedstatPath } from '../turns/machine.ts'
import type { SentinelData, Shared } from './protocol.ts'

/**
 * Four times what it was seen to use: up to 14 MB in processes that have loaded 3,000 modules, and up to 57 where each of those has a source
 * map of 50 kB inside, as transforms for Jest make them, which the debugger tells of as well.
 */
const LIMITS = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 16 }

/**
 * Starts the sentinel's thread for this one.
 *
 * @param threadId - of this thread, 0 for the main one
 * @throws when no worker thread can be started, for example under `--permission`
 */
export function startSentinel(shared: Shared, threadId: number): Promise<Worker> {
  const data: SentinelData = {
    ...shared,
    threadId,
    schedstat: schedstatPath,
    // node:test has no channel to its children.
    isSomebodysChild: process.connected || process.env.NODE_TEST_CONTEXT !== undefined,
    mailbox: mailbox(),
    mayInspect: process.permission?.has('inspector') ?? true,
    clockOffset: sharedClockOffset(),
  }
  return startOwnThread(join(__dirname, 'sentinel-thread.cjs'), 'sentinel', data, LIMITS)
}

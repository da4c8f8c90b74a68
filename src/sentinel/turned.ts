import { type Frame, isNodes } from '../blame/frame.ts'
import { nextTick } from '../realm.ts'

/** What held a turn. */
export type Turned = 'sync' | 'microtasks' | 'nextTicks'

let microtaskRan = false
let tickIsQueued = false
let tickRan = false

function queueTick(): void {
  tickIsQueued = true
  nextTick(() => {
    tickRan = true
  })
}

/**
 * What the thread has been doing since it was last asked, where that is known. A microtask and a tick of ours are put at the end of
 * their queues: when one of them runs while the turn goes on, its queue is being worked off and keeps being refilled.
 *
 * With nobody's code on the stack Node may have looked at its ticks for the last time, and be about to note that there are none: those
 * of everybody would wait for ever. Behind a callback, and behind microtasks, it looks again.
 *
 * @param below - the frames that the thread was asked in
 */
export function turnedSince(below: readonly Frame[]): Turned | undefined {
  const turned = tickRan ? 'nextTicks' : !tickIsQueued ? undefined : microtaskRan ? 'microtasks' : 'sync'
  microtaskRan = tickIsQueued = tickRan = false
  const isSafe = isInCallback(below)
  if (isSafe) queueTick()
  putMicrotask({ withTick: !isSafe })
  return turned
}

/** Without the global `Promise`, which may be a library's. */
async function putMicrotask({ withTick }: { withTick: boolean }): Promise<void> {
  await null
  microtaskRan = true
  if (withTick) queueTick()
}

/** Whether it is somebody's code that runs, and not Node at its queues, which somebody may have had it work off. */
function isInCallback(below: readonly Frame[]): boolean {
  const innermost = below.find((frame) => isSomebodys(frame) || QUEUES.includes(frame.url))
  return innermost !== undefined && isSomebodys(innermost)
}

/** Code without a name may be the inspector's own. */
const isSomebodys = (frame: Frame): boolean => frame.url !== '' && !isNodes(frame)

/** Where Node keeps its ticks. */
const QUEUES: readonly string[] = ['node:internal/process/task_queues', 'node:internal/fixed_queue']

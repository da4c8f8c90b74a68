import type { Frame } from '../blame/frame.ts'
import type { Delay, HeldUp, Pause } from '../turns/anatomy.ts'
import type { Turned } from './turned.ts'

/**
 * What the watched thread and its sentinel share: a few numbers in `SharedArrayBuffer`s, so that either can see the other
 * while it is stuck. Only the watched thread writes them, except where it says otherwise.
 */
export const Slot = {
  /** Number of the watch under way; negative when it has ended. The sentinel sleeps on it. */
  watch: 0,
  /** Grows with every sign of life. */
  beat: 1,
  /** The sentinel's worst lateness in the watch under way, in µs. Written by the sentinel. */
  lateUs: 2,
  /** Number of the last watch about which the sentinel has something to tell. Written by the sentinel. */
  hasFindings: 3,
  /** Whether the sentinel is to send a message when the watch begins. */
  sendsCanary: 4,
  /** Number of the last watch whose message is on its way. The watched thread sleeps on it. Written by the sentinel. */
  canarySent: 5,
  /** Number of the last inspector that is attached as far as it depends on the sentinel. Written by the sentinel. */
  attached: 6,
  /** Number of the last watch about which the sentinel has to say something, be it nothing. */
  wantsFindings: 7,
  /** How often the sentinel was asked, in the middle of a watch, for what it had found since. */
  asked: 8,
  /** Samples that have shown somebody. Written by the sentinel. */
  sampled: 9,
  /** Whether the runner is watched as well: only what a scope covers may be unwound. */
  isPatrol: 10,
  /** The call of a blocking built-in that is in progress: one more than its place in `BLOCKING_BUILT_INS`; 0 for none. */
  calling: 11,
} as const

/** Times, in ms. */
export const Moment = {
  /** When the last sign of life was, on the watched thread's `realm.now`. */
  beatAt: 0,
  /** A longer silence than this is a stall worth a look, in ms. */
  lookAfter: 1,
  /** The subject is stopped after a silence of that many ms; infinite for never. */
  stopAfter: 2,
  /** The subject is stopped when it is silent at that moment, on the watched thread's `realm.now`. */
  stopAt: 3,
  /** The loop's idle time at the last sign of life, on the watched thread's `realm.idleTime`. */
  idleAtBeat: 5,
  /** When Node's own time limit ends the subject's call, on the watched thread's `realm.now`; 0 while it is not on the stack. */
  callEndsAt: 4,
} as const

/** A longer name of what runs is cut off, in bytes. */
const NAME_BYTES = 1000

export interface Shared {
  slots: Int32Array<SharedArrayBuffer>
  moments: Float64Array<SharedArrayBuffer>
  /** What runs in the watched thread, in words; see `name.ts`. */
  name: Uint8Array<SharedArrayBuffer>
}

export function createShared(): Shared {
  return {
    slots: new Int32Array(new SharedArrayBuffer(Object.keys(Slot).length * Int32Array.BYTES_PER_ELEMENT)),
    moments: new Float64Array(new SharedArrayBuffer(Object.keys(Moment).length * Float64Array.BYTES_PER_ELEMENT)),
    name: new Uint8Array(new SharedArrayBuffer(NAME_BYTES)),
  }
}

/** What the sentinel's thread is started with. */
export interface SentinelData extends Shared {
  /** The watched thread, as `worker_threads` numbers it. */
  threadId: number
  /** The watched thread's `schedstat`, where there is one. */
  schedstat: string | undefined
  /** Whether Node's permission model lets the process inspect itself; it aborts over a try. */
  mayInspect: boolean
  /** Whether another process has started this one, and waits for what it has to say. */
  isSomebodysChild: boolean
  /** Where a reporter finds what has become of this process, if there is one; see `mailbox.ts`. */
  mailbox: string | undefined
  /** What to add to the watched thread's `realm.now` to get `realm.sharedNow`. */
  clockOffset: number
}

/** One look at the stack of a stuck thread. Times on the watched thread's `realm.now`. */
export interface Sample {
  atMs: number
  /** Innermost first, positions in generated code. */
  frames: Frame[]
  /** What held the turn since the sample before, where that is known. */
  kind?: Turned
  /** libuv's count of visits to poll at that time. */
  visits?: number
  /** The scope that it was found in; see `scope.ts`. */
  scope?: readonly number[]
}

/** Everything that the sentinel found in one watch. */
export interface Findings {
  samples: Sample[]
  /** What the looks took from the thread. */
  pauses: Pause[]
  heldUp: HeldUp[]
  /** Of the process's other threads, added up. */
  othersDelayed: Delay[]
  /** When the sentinel first stopped the subject, on the watched thread's `realm.now`. */
  stoppedAt: number | undefined
  /** What went wrong, in words. */
  problems: string[]
}

export const nothingFound = (): Findings => ({
  samples: [],
  pauses: [],
  heldUp: [],
  othersDelayed: [],
  stoppedAt: undefined,
  problems: [],
})

/** What the sentinel sends to the watched thread. */
export type Message =
  | { kind: 'ready' }
  /** Sent when a watch begins, as a worker delivers a result. */
  | { kind: 'canary'; watch: number }
  /** Sent to a silent loop: one that is merely idle wakes up and answers with a beat. */
  | { kind: 'ping'; watch: number }
  /** The subject was stopped and the loop turns again. */
  | { kind: 'stopped'; watch: number }
  /** A turn of the runner's had to be ended: nobody can go on from here. */
  | { kind: 'lost'; watch: number; samples: Sample[] }
  /** The answer to the end of the watch, or to being asked in the middle of it, when there is something to tell, or was asked for. */
  | { kind: 'findings'; watch: number; findings: Findings }

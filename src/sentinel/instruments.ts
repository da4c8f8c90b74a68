import { Deadline } from './deadline.ts'
import { InspectorLink } from './inspector-link.ts'
import { Looks } from './looks.ts'
import { type Findings, type Message, type SentinelData, Slot } from './protocol.ts'
import type { Punctuality } from './punctuality.ts'
import { Sampler } from './sampler.ts'
import { Seen } from './seen.ts'
import type { Silence } from './silence.ts'
import { Steps } from './steps.ts'
import type { Stops } from './stops.ts'
import { WatchedThread } from './watched-thread.ts'

/** A thread that is stuck, and what is known of it. */
export interface Case {
  /** The number of the watch. */
  readonly watch: number
  /** The number of the thread's last sign of life before it fell silent. */
  readonly beat: number
  readonly data: SentinelData
  readonly silence: Silence
  readonly punctuality: Punctuality
  readonly findings: Findings
  readonly stops: Stops
  send(message: Message): void
}

/** What a thread is examined with. */
export interface Instruments extends Case {
  readonly isPatrol: boolean
  readonly link: InspectorLink
  readonly thread: WatchedThread
  readonly sampler: Sampler
  readonly looks: Looks
  readonly deadline: Deadline
  readonly seen: Seen
  readonly steps: Steps
}

/** New ones, for this case. */
export function instrumentsFor(one: Case): Instruments {
  const { watch, beat, data, silence, findings } = one
  const isPatrol = data.slots[Slot.isPatrol] === 1
  const link = new InspectorLink(data.threadId)
  const thread = new WatchedThread(data, watch, beat)
  const looks = new Looks(findings.pauses, isPatrol)
  return {
    ...one,
    isPatrol,
    link,
    thread,
    looks,
    sampler: new Sampler(link, findings.samples, () => Atomics.add(data.slots, Slot.sampled, 1)),
    deadline: new Deadline(data, silence, thread, looks),
    seen: new Seen(),
    steps: new Steps(),
  }
}

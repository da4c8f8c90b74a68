import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { Examination } from './examination.ts'
import { OtherThreads } from './other-threads.ts'
import { type Findings, type Message, Moment, nothingFound, type SentinelData, Slot } from './protocol.ts'
import { Punctuality } from './punctuality.ts'
import { Silence } from './silence.ts'
import { Stops } from './stops.ts'
import { SystemCall } from './system-call.ts'

/**
 * The sentinel's thread. Between watches it sleeps on a shared integer and costs nothing. During one it wakes up when a sign
 * of life is overdue, and most of the time finds that there was one meanwhile.
 */
const data = workerData as SentinelData
const { slots, moments } = data
const port = parentPort as MessagePort
const punctuality = new Punctuality(data.clockOffset)
const silence = new Silence(data)
const systemCall = new SystemCall(data.schedstat)
const otherThreads = new OtherThreads(data)

/** So many stalls of a watch are looked at, one after the other; then only those that are longer than any before. */
const MAX_LOOKS = 10

/** Nobody can tell when a thread was held up while it slept, so it does not sleep for longer in one go. */
const MAX_SLEEP_MS = 100

/** To look takes a few ms to begin with: a stall may be over by then, and the next one like it would be as well. */
const EARLIER = 0.75

/** How long an idle loop may take to answer a ping before it counts as stuck, in ms. */
const PING_PATIENCE_MS = 4

const send = (message: Message): void => port.postMessage(message)

function sendCanary(watch: number): void {
  send({ kind: 'canary', watch })
  Atomics.store(slots, Slot.canarySent, watch)
  Atomics.notify(slots, Slot.canarySent)
}

/** Sleeps; tells whether the watch is still on. */
function sleepWhile(watch: number, ms: number): boolean {
  punctuality.sleep(ms)
  Atomics.wait(slots, Slot.watch, watch, ms)
  // It may have been held up until the end of the watch.
  silence.wasLate(punctuality.wake())
  Atomics.store(slots, Slot.lateUs, Math.round(punctuality.worstMs * 1000))
  if (punctuality.heldUp.length > 0) Atomics.store(slots, Slot.hasFindings, watch)
  return isOn(watch)
}

const isOn = (watch: number): boolean => Atomics.load(slots, Slot.watch) === watch

/** Findings up to now, for who asks in the middle of a watch. The next ones begin anew. */
function handOver(findings: Findings): Findings {
  otherThreads.look()
  const { samples, pauses, heldUp, othersDelayed, problems } = findings
  const found = {
    samples: samples.splice(0),
    pauses: pauses.splice(0),
    heldUp: heldUp.splice(0),
    othersDelayed: othersDelayed.splice(0),
    problems: problems.splice(0),
    stoppedAt: findings.stoppedAt,
  }
  findings.stoppedAt = undefined
  return found
}

/** Whether the loop, asked, does not answer with another sign of life than `beat`: an idle one does, at once. */
function isStuck(watch: number, beat: number): boolean {
  send({ kind: 'ping', watch })
  for (let waited = 0; waited < PING_PATIENCE_MS; waited++) {
    if (!sleepWhile(watch, 1) || Atomics.load(slots, Slot.beat) !== beat) return false
  }
  return true
}

/** How often it was asked for findings in the middle of a watch, and has answered. */
let answered = 0

async function follow(watch: number): Promise<void> {
  const findings = nothingFound()
  punctuality.start(findings.heldUp)
  silence.start()
  otherThreads.start(findings.othersDelayed)
  let looks = 0
  let longestMs = 0
  let lookedTooLate = false
  let stops = new Stops(silence)
  let beatBeforeStop: number | undefined
  if (slots[Slot.sendsCanary] === 1) sendCanary(watch)
  for (;;) {
    // Of this very silence is spoken from here on, and not of the next turn's, should the machine take its time in between.
    const beat = Atomics.load(slots, Slot.beat)
    const lookAfterMs = moments[Moment.lookAfter]! * (lookedTooLate ? EARLIER : 1)
    const overdueMs = silence.ms - Math.max(lookAfterMs, looks < MAX_LOOKS ? 0 : longestMs)
    if (overdueMs < 0) {
      otherThreads.look()
      if (!sleepWhile(watch, Math.min(Math.ceil(-overdueMs), MAX_SLEEP_MS))) break
    } else if (isStuck(watch, beat)) {
      Atomics.store(slots, Slot.hasFindings, watch)
      const { isOwnWait } = systemCall
      otherThreads.look(isOwnWait)
      const known = findings.samples.length
      if (beat !== beatBeforeStop) stops = new Stops(silence)
      const lastedMs = await new Examination({ watch, beat, data, silence, punctuality, findings, stops, send }).run()
      if (stops.areUnderWay) beatBeforeStop = beat
      otherThreads.look(isOwnWait)
      lookedTooLate = findings.samples.length === known
      looks++
      longestMs = Math.max(longestMs, lastedMs)
    }
    if (beatBeforeStop !== undefined && Atomics.load(slots, Slot.beat) !== beatBeforeStop) {
      beatBeforeStop = undefined
      send({ kind: 'stopped', watch })
    }
    if (!isOn(watch)) break
    const asked = Atomics.load(slots, Slot.asked)
    if (asked !== answered) {
      answered = asked
      looks = longestMs = 0
      send({ kind: 'findings', watch, findings: handOver(findings) })
    }
  }
  if (Atomics.load(slots, Slot.hasFindings) !== watch && !isWanted(watch)) return
  otherThreads.look()
  report(watch, findings)
}

const isWanted = (watch: number): boolean => Atomics.load(slots, Slot.wantsFindings) === watch

let lastReported = 0

function report(watch: number, findings: Findings): void {
  lastReported = watch
  send({ kind: 'findings', watch, findings })
}

async function main(): Promise<never> {
  send({ kind: 'ready' })
  for (;;) {
    const watch = Atomics.load(slots, Slot.watch)
    if (watch > 0) {
      await follow(watch)
      continue
    }
    // A short watch may have been over before this thread heard of it.
    if (isWanted(-watch) && lastReported !== -watch) report(-watch, nothingFound())
    Atomics.wait(slots, Slot.watch, watch)
  }
}

main()

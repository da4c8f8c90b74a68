import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { sharedNow } from '../realm.ts'
import { type CanaryMessage, type SentinelData, Slot } from './protocol.ts'

/**
 * The sentinel's thread. Between watches it sleeps on a shared integer and costs nothing; during one it looks up now and
 * then, and its own lateness tells how busy the machine is.
 */

const { slots } = workerData as SentinelData
const port = parentPort as MessagePort

function follow(watch: number): void {
  if (Atomics.load(slots, Slot.sends) === 1) send(watch)
  const lookEveryMs = Atomics.load(slots, Slot.lookEveryMs)
  while (Atomics.load(slots, Slot.watch) === watch) {
    const before = sharedNow()
    if (Atomics.wait(slots, Slot.watch, watch, lookEveryMs) !== 'timed-out') return
    const lateUs = Math.round((sharedNow() - before - lookEveryMs) * 1000)
    if (lateUs > Atomics.load(slots, Slot.lateUs)) Atomics.store(slots, Slot.lateUs, lateUs)
  }
}

function send(watch: number): void {
  port.postMessage({ watch } satisfies CanaryMessage)
  Atomics.store(slots, Slot.sent, watch)
  Atomics.notify(slots, Slot.sent)
}

port.postMessage('ready')
for (;;) {
  const watch = Atomics.load(slots, Slot.watch)
  if (watch > 0) follow(watch)
  else Atomics.wait(slots, Slot.watch, 0)
}

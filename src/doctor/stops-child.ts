import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { isMainThread, parentPort, Worker } from 'node:worker_threads'
import { watchLoop } from '../index.ts'
import { now } from '../realm.ts'
import { type Place, RUNAWAYS, type Runaway, type Stop } from './diagnosis.ts'
import { isCulprit, runaway } from './runaways.ts'
import { STOP_AFTER_MS, type StopMessage } from './stops.ts'

/**
 * A process of its own, in which runaways are let go: should one not be stopped, the process can be killed. Its argument is
 * the place to try them in.
 */
const place = process.argv[2] as Place

const mayInspect = process.features.inspector && (process.permission?.has('inspector') ?? true)

const send = (message: StopMessage): void => {
  if (parentPort) parentPort.postMessage(message)
  else process.send!(message)
}

async function tryAll(): Promise<void> {
  for (const name of RUNAWAYS) {
    const { stop, blindness } = await tryOne(name)
    send({ name, stop })
    if (blindness === undefined) continue
    // Node's own limit has ended the call, and there is none to later turns.
    send({ end: blindness })
    return
  }
}

/** Lets a runaway go; `blindness` tells why no sentinel could look at it. */
async function tryOne(name: Runaway): Promise<{ stop: Stop; blindness?: string }> {
  const subject = runaway(name)
  let calledAtMs = 0
  const { outcome, longestStall, canaries, limitations } = await watchLoop(
    () => {
      calledAtMs = now()
      return subject()
    },
    { stopAfter: STOP_AFTER_MS, timeout: false },
  )
  const lateMs = now() - calledAtMs - STOP_AFTER_MS
  if (outcome.kind !== 'stopped') return { stop: { stopped: false, reason: `it ended by itself: ${outcome.kind}` } }
  const [site] = longestStall.sites
  // It is the sentinel who sends the worker's message.
  const canLook = canaries.worker !== undefined && mayInspect
  return {
    stop: { stopped: true, lateMs, lineNamed: site !== undefined && isCulprit(site) },
    blindness: canLook ? undefined : limitations.join('; '),
  }
}

/** Passes on what is found in a thread of this process, which runs the same file. */
function tryInWorker(): void {
  const worker = new Worker(fileURLToPath(import.meta.url), { argv: [place] })
  worker.on('message', send)
  worker.on('error', (error) => send({ end: error.message }))
}

async function main(): Promise<void> {
  if (isMainThread) {
    // Whoever started it may be gone.
    process.on('disconnect', () => process.exit())
    process.channel!.unref()
    if (place === 'worker') return tryInWorker()
  }
  await tryAll()
}

main().catch((error: Error) => send({ end: error.message }))

import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { clearTimeout, setTimeout } from '../realm.ts'
import { DEBUGGED, mayBeDebugged } from '../sentinel/debugger.ts'
import { type Place, RUNAWAYS, type Runaway, type Runaways, type Stop, type Stops } from './diagnosis.ts'

/** What the child tells: what became of a runaway, or why there is no more to come. */
export type StopMessage = { name: Runaway; stop: Stop } | { end: string }

/** A runaway is stopped after so much of its own time. */
export const STOP_AFTER_MS = 100

/** A child that says nothing for so long is killed: on a machine four times overbooked, a stop has taken 5 s. */
const PATIENCE_MS = 10_000

const CHILD = new URL('./doctor-child.js', import.meta.url)

/** Lets functions go that never end, in processes of their own, and tells which of them are stopped. */
export async function tryStopping(): Promise<Runaways> {
  const isDebugged = await mayBeDebugged()
  const tryIn = async (place: Place): Promise<Stops> => (isDebugged ? nothingStopped(DEBUGGED) : tryPlace(place))
  return { stopAfterMs: STOP_AFTER_MS, main: await tryIn('main'), worker: await tryIn('worker') }
}

/** Resolves when the process in which it tried them is no more. */
function tryPlace(place: Place): Promise<Stops> {
  const stops: Partial<Stops> = {}
  let child: ChildProcess
  try {
    child = fork(fileURLToPath(CHILD), [place], { stdio: 'ignore' })
  } catch (error) {
    return Promise.resolve(nothingStopped(noProcess(error as Error)))
  }
  return new Promise((resolve) => {
    let reason: string | undefined
    const lose = (): void => {
      const lost = RUNAWAYS.find((name) => !(name in stops))
      if (lost) stops[lost] = { stopped: false, reason: `killed with its process after ${PATIENCE_MS} ms of silence` }
      reason = 'not tried, because the one before was not stopped'
      child.kill('SIGKILL')
    }
    let timer = setTimeout(lose, PATIENCE_MS)
    child.on('message', (message: StopMessage) => {
      clearTimeout(timer)
      timer = setTimeout(lose, PATIENCE_MS)
      if ('end' in message) reason = message.end
      else stops[message.name] = message.stop
    })
    const end = (how: string): void => {
      clearTimeout(timer)
      resolve({ ...nothingStopped(reason ?? how), ...stops })
    }
    child.once('error', (error) => end(noProcess(error)))
    // Unlike `exit`, it comes after the last message.
    child.once('close', (code, signal) => end(`its process ended with ${signal ?? `code ${code}`}`))
  })
}

const noProcess = (error: Error): string => `not tried, for want of a process of its own (${error.message})`

function nothingStopped(reason: string): Stops {
  const stop: Stop = { stopped: false, reason }
  return { sync: stop, microtasks: stop, nextTicks: stop, laterTurn: stop }
}

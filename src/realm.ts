import { performance } from 'node:perf_hooks'
import process from 'node:process'
import * as timers from 'node:timers'

/**
 * The real timers and clocks of this thread, captured when the engine is first loaded.
 *
 * Nothing else in the engine may reach for a timer or a clock, so that fake timers never blind it. It survives fakes that
 * were installed earlier, too: globals are not read at all, and raw `@sinonjs/fake-timers`, which patches `node:timers`
 * itself, keeps the originals on the clock that every fake function carries.
 */

type TimerFunction = 'setTimeout' | 'clearTimeout' | 'setImmediate' | 'clearImmediate'

interface FakeClock {
  timersModuleMethods?: { methodName: string; original: unknown }[]
  _nextTick?: typeof process.nextTick
  _hrtime?: typeof process.hrtime
}

type Faked = { clock?: FakeClock }

/** Those of `mock.timers` of node:test bear no other mark than how they are made. */
export const isNodesFake = ({ name }: { name: string }): boolean => name.startsWith('bound #')

function realTimer<Name extends TimerFunction>(name: Name): (typeof timers)[Name] {
  const found = timers[name]
  const { clock } = found as Faked
  if (!clock && !isNodesFake(found)) return found
  const original = clock?.timersModuleMethods?.find((method) => method.methodName === name)?.original
  if (typeof original === 'function') return original as (typeof timers)[Name]
  throw new Error(
    `loop-canary was loaded while \`${name}\` of node:timers was faked, and the real one is out of reach. ` +
      'Import loop-canary before the fake timers are installed.',
  )
}

export const setTimeout: (typeof timers)['setTimeout'] = realTimer('setTimeout')
export const clearTimeout: (typeof timers)['clearTimeout'] = realTimer('clearTimeout')
export const setImmediate: (typeof timers)['setImmediate'] = realTimer('setImmediate')
export const clearImmediate: (typeof timers)['clearImmediate'] = realTimer('clearImmediate')

/** Resolves in the next check phase. */
export const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** A timer that keeps the process alive and never fires while anybody looks. */
const FAR_OFF_MS = 2 ** 30

/** Does work that has to come to its end: nothing of ours keeps the process alive, and nothing of the user's may. */
export async function keepingAlive<T>(work: () => Promise<T>): Promise<T> {
  const alive = setTimeout(() => {}, FAR_OFF_MS)
  try {
    return await work()
  } finally {
    clearTimeout(alive)
  }
}

const { nodeTiming } = performance

// Fakes shadow `now` with an own property; the prototype's stays real.
const nowOf: () => number = Object.getPrototypeOf(performance).now ?? performance.now

/** Milliseconds since the thread started, monotonic. */
export const now: () => number = nowOf.bind(performance)

/** Whole milliseconds on a clock of V8's own: in the middle of reading any other the thread takes interrupts. */
export const coarseNow: () => number = Date.now

/** Milliseconds since the epoch, also while `Date` is faked. */
export const epochNow = (): number => performance.timeOrigin + now()

/** Milliseconds that the loop has been idle inside poll since the thread started. */
export const idleTime = (): number => nodeTiming.idleTime

/** Poll phases that the loop has entered: libuv counts right before each of them. */
export const pollVisits = (): number => nodeTiming.uvMetricsInfo.loopCount

/** libuv's own counts since the thread started: `loopCount` is the visits to poll, `events` what they served. */
export const pollMetrics = (): { loopCount: number; events: number } => nodeTiming.uvMetricsInfo

/** CPU time of this thread in milliseconds; 0 where Node cannot tell (before 22.19). */
export const threadCpuTime: () => number = process.threadCpuUsage
  ? () => {
      const { user, system } = process.threadCpuUsage()
      return (user + system) / 1000
    }
  : () => 0

export const processCpuUsage: typeof process.cpuUsage = process.cpuUsage

const resourceUsage = process.resourceUsage

/** How often the machine took the CPU away from a thread of this process. Not counted on Windows. */
export const involuntarySwitches = (): number => resourceUsage.call(process).involuntaryContextSwitches

/** Whether `threadCpuTime` measures anything. */
export const hasThreadCpuTime: boolean = process.threadCpuUsage !== undefined

const hrtime = (process.hrtime as Faked).clock?._hrtime ?? process.hrtime

/** Milliseconds on the monotonic clock that all threads of the process share. */
export function sharedNow(): number {
  const [seconds, nanoseconds] = hrtime()
  return seconds * 1e3 + nanoseconds / 1e6
}

export const nextTick: typeof process.nextTick = (process.nextTick as Faked).clock?._nextTick ?? process.nextTick

/**
 * Puts the real `process.nextTick` in place until the returned function is called: Node's own sockets look it up at each
 * use, and would wait for ever on a faked one.
 */
export function holdRealNextTick(): () => void {
  const current = process.nextTick
  if (current === nextTick) return () => {}
  process.nextTick = nextTick
  return () => {
    if (process.nextTick === nextTick) process.nextTick = current
  }
}

/** Two clocks read one right after the other: this much is the reading itself. */
const AT_ONCE_MS = 0.05
const MAX_TRIES = 100

/** What to add to this thread's `now` for `sharedNow`. Read again while the machine switches the thread out in between. */
export function sharedClockOffset(): number {
  let best = { offsetMs: 0, tookMs: Number.POSITIVE_INFINITY }
  for (let tries = 0; tries < MAX_TRIES && best.tookMs > AT_ONCE_MS; tries++) {
    const before = now()
    const sharedMs = sharedNow()
    const tookMs = now() - before
    if (tookMs < best.tookMs) best = { offsetMs: sharedMs - before - tookMs / 2, tookMs }
  }
  return best.offsetMs
}

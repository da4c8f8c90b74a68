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

function realTimer<Name extends TimerFunction>(name: Name): (typeof timers)[Name] {
  const found = timers[name]
  const { clock } = found as Faked
  if (!clock) return found
  const original = clock.timersModuleMethods?.find((method) => method.methodName === name)?.original
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

const { nodeTiming } = performance

// Fakes shadow `now` with an own property; the prototype's stays real.
const nowOf: () => number = Object.getPrototypeOf(performance).now ?? performance.now

/** Milliseconds since the thread started, monotonic. */
export const now: () => number = nowOf.bind(performance)

/** Milliseconds since the epoch, also while `Date` is faked. */
export const epochNow = (): number => performance.timeOrigin + now()

/** Milliseconds that the loop has been idle inside poll since the thread started. */
export const idleTime = (): number => nodeTiming.idleTime

/** Poll phases that the loop has entered: libuv counts right before each of them. */
export const pollVisits = (): number => nodeTiming.uvMetricsInfo.loopCount

/** Events that poll has served since the thread started. */
export const pollEvents = (): number => nodeTiming.uvMetricsInfo.events

/** CPU time of this thread in milliseconds; 0 where Node cannot tell (before 22.19). */
export const threadCpuTime: () => number = process.threadCpuUsage
  ? () => {
      const { user, system } = process.threadCpuUsage()
      return (user + system) / 1000
    }
  : () => 0

export const processCpuUsage: typeof process.cpuUsage = process.cpuUsage

/** Whether `threadCpuTime` measures anything. */
export const hasThreadCpuTime: boolean = process.threadCpuUsage !== undefined

const hrtime = (process.hrtime as Faked).clock?._hrtime ?? process.hrtime

/** Milliseconds on the monotonic clock that all threads of the process share. */
export function sharedNow(): number {
  const [seconds, nanoseconds] = hrtime()
  return seconds * 1e3 + nanoseconds / 1e6
}

const nextTick = (process.nextTick as Faked).clock?._nextTick ?? process.nextTick

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

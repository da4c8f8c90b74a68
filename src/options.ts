import type { Server } from 'node:http'
import { checkNames, checkObject, unexpected } from './bad-input.ts'

/** The canaries that a watch can have. */
export const CANARIES = ['timer', 'immediate', 'socket', 'worker'] as const

/** Requests at a steady pace while the subject runs: to the `url` or the `server` given, else to a server that only answers. */
export interface HttpTraffic {
  /** The address of a server that this thread runs. */
  url?: string | URL
  /**
   * The server itself, or an app that has it as `server`, such as Fastify's; one that does not listen yet listens on a port of loopback
   * while the subject runs.
   */
  server?: Server | { server: Server }
  /**
   * Requests in a second, 1 to 10,000.
   *
   * @default 100
   */
  rate?: number
}

/** Traffic that another thread sends while the subject runs. */
export interface Traffic {
  /** A byte every 5 ms on a connection, which is sent back. */
  socket?: boolean
  /** A message every 5 ms from a worker, which is sent back. */
  worker?: boolean
  http?: HttpTraffic
}

/** What this thread has to hold while the subject runs. */
export interface Load {
  /** Connections that are open and idle, up to a million. Where the machine does not allow so many, `report.limitations` says so. */
  sockets?: number
}

/** Options of one watch. Every one may be left out. */
export interface WatchOptions {
  /**
   * The stall that matters to you, in ms: it sets how closely the timers phase is followed. The matchers set it to their
   * own budget.
   *
   * @default 50
   */
  budget?: number
  /**
   * The shortest call of a blocking built-in, such as `fs.readFileSync`, that is told with its caller, in ms. Shorter ones are
   * only counted.
   *
   * @default 0.1
   */
  floor?: number
  /**
   * How long the subject may take to settle, in ms from its call; `false` waits for ever. Afterwards the outcome is
   * `pending`. With `clock: 'virtual'` these are ms of the subject's own time; in real time the default holds all the same.
   *
   * @default four fifths of what the test's own timeout has left where the runner tells it, else 4000
   */
  timeout?: number | false
  /**
   * A stall of that many ms is stopped: the subject is unwound, wherever it is, and the loop goes on. Never one that is within
   * `budget`. `false` lets it stall until `timeout`, which ends any stall.
   *
   * @default 1000
   */
  stopAfter?: number | false
  /**
   * Calls of the subject before the one that is measured.
   *
   * @default 0
   */
  warmup?: number
  /**
   * Calls of the subject that are measured; the report is that of the run with the median longest stall.
   *
   * @default 1
   */
  runs?: number
  /**
   * When the watch ends, cancel the timers, intervals and immediates that the subject has scheduled and that still wait.
   * Following them makes promises slower while it lasts.
   *
   * @default false
   */
  cleanUp?: boolean
  /**
   * Advances fake timers while the function is watched, when those of Vitest, Jest (modern) or `@sinonjs/fake-timers` are installed: one
   * timer in each turn of the real loop. What is measured is real time all the same.
   *
   * @default false
   */
  advanceTimers?: boolean
  /**
   * `'virtual'` lets time fly: whenever the subject has nothing to do but to wait for a timer, the clock that it sees is put on to when
   * that is due. What it does is measured in real time, and what it leaves scheduled is cancelled. Needs real timers; they are faked
   * (by `@sinonjs/fake-timers`) for the whole thread while the watch lasts.
   *
   * @default 'real'
   */
  clock?: 'real' | 'virtual'
  /** Ends the watch early: it rejects with the signal's reason. The subject itself goes on. */
  signal?: AbortSignal
  /**
   * The canaries of the watch. Each may add visits to poll of its own when the subject waits; without any,
   * `pollVisits` is what the loop does by itself, and stalls over several phases of one turn are told apart less exactly.
   *
   * @default all
   */
  canaries?: readonly (typeof CANARIES)[number][]
  /**
   * Steady traffic that this thread has to serve while the subject runs, with its latency in `report.canaries`. It wakes an idle loop,
   * so that `pollVisits` is larger than what the subject does by itself.
   *
   * @default none
   */
  traffic?: Traffic
  /**
   * Idle connections that this thread holds while the subject runs, as a server in production does.
   *
   * @default none
   */
  load?: Load
}

/** `WatchOptions` with every default filled in. */
export interface ResolvedWatchOptions extends Required<Omit<WatchOptions, 'signal'>>, Pick<WatchOptions, 'signal'> {
  /** How long the subject may take by its own clock, when that is a virtual one, in ms; else `false`. */
  virtualWithin: number | false
  /** The longest that it waits for its turn, in ms. */
  patience: number | false
  /** Whose it is, such as `csv.test.ts > imports`; empty where that is not known. */
  owner: string
}

/** What a timer can hold, which is 24.8 days. */
export const MAX_TIMEOUT_MS: number = 2 ** 31 - 1

interface Rule {
  /** Completes "Expected the `name` option to be …". */
  expected: string
  accepts(value: unknown): boolean
}

const isPositive = (value: unknown): boolean =>
  typeof value === 'number' && value > 0 && value < Number.POSITIVE_INFINITY
const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0

const isCanaries = (value: unknown): boolean =>
  Array.isArray(value) && [...value].every((name) => CANARIES.includes(name))

const TRAFFIC =
  'an object with any of `socket`, `worker` (booleans) and `http` (an object with any of `url`, `server`, `rate`)'

function isTraffic(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  const { socket, worker, http, ...others } = value as Traffic
  const isFlag = (flag: unknown): boolean => flag === undefined || typeof flag === 'boolean'
  return isFlag(socket) && isFlag(worker) && (http === undefined || isHttp(http)) && Object.keys(others).length === 0
}

function isHttp(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  const { url, server, rate, ...others } = value as HttpTraffic
  if (Object.keys(others).length > 0 || (url !== undefined && server !== undefined)) return false
  return (
    (url === undefined || isHttpUrl(url)) && (server === undefined || serverOf(server) !== undefined) && isRate(rate)
  )
}

/** An address that requests can be made to. */
export const isHttpUrl = (value: unknown): boolean =>
  (typeof value === 'string' || value instanceof URL) &&
  URL.canParse(String(value)) &&
  String(value).startsWith('http:')

/** The server that is meant: what listens on a port for requests that are not encrypted, or is to; `undefined` for anything else. */
export function serverOf(value: unknown): Server | undefined {
  const server = isServer(value) ? value : (value as { server?: unknown } | undefined)?.server
  return isServer(server) && typeof server.address() !== 'string' && !('setSecureContext' in server)
    ? server
    : undefined
}

const isServer = (value: unknown): value is Server => {
  const { listen, address, closeAllConnections } = (value ?? {}) as Partial<Server>
  return [listen, address, closeAllConnections].every((method) => typeof method === 'function')
}

const MAX_RATE = 10_000

/** Requests in a second, or none said. */
export const isRate = (value: unknown): boolean =>
  value === undefined || (isPositive(value) && (value as number) >= 1 && (value as number) <= MAX_RATE)

const MAX_SOCKETS = 1_000_000

function isLoad(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  const { sockets = 0, ...others } = value as Load
  return isCount(sockets) && sockets <= MAX_SOCKETS && Object.keys(others).length === 0
}

const rules: { [Name in keyof Required<WatchOptions>]: Rule } = {
  budget: { expected: 'a positive number of milliseconds', accepts: isPositive },
  floor: { expected: 'a number of milliseconds, 0 or more', accepts: (value) => value === 0 || isPositive(value) },
  timeout: {
    expected: 'a positive number of milliseconds or false',
    accepts: (value) => value === false || isPositive(value),
  },
  stopAfter: {
    expected: 'a positive number of milliseconds or false',
    accepts: (value) => value === false || isPositive(value),
  },
  warmup: { expected: 'a whole number of calls, 0 or more', accepts: isCount },
  runs: { expected: 'a whole number of calls, 1 or more', accepts: (value) => isCount(value) && value !== 0 },
  cleanUp: { expected: 'a boolean', accepts: (value) => typeof value === 'boolean' },
  advanceTimers: { expected: 'a boolean', accepts: (value) => typeof value === 'boolean' },
  clock: { expected: "'real' or 'virtual'", accepts: (value) => value === 'real' || value === 'virtual' },
  signal: {
    expected: 'an AbortSignal',
    accepts: (value) => typeof (value as AbortSignal)?.throwIfAborted === 'function',
  },
  canaries: { expected: `an array of ${CANARIES.map((name) => `'${name}'`).join(', ')}`, accepts: isCanaries },
  traffic: { expected: TRAFFIC, accepts: isTraffic },
  load: { expected: 'an object with `sockets`, a whole number up to 1,000,000', accepts: isLoad },
}

/** The names of all options of a watch. */
export const WATCH_OPTIONS: readonly (keyof WatchOptions)[] = Object.keys(rules) as (keyof WatchOptions)[]

const defaults = {
  budget: 50,
  floor: 0.1,
  timeout: 4000,
  stopAfter: 1000,
  warmup: 0,
  runs: 1,
  cleanUp: false,
  advanceTimers: false,
  clock: 'real',
  virtualWithin: false,
  patience: false,
  owner: '',
  canaries: CANARIES,
  traffic: {},
  load: {},
} as const

/**
 * Checks options and fills in the defaults.
 *
 * @param within - what the running test has left for it, where that is known: the default of `timeout`, and the longest that it waits for its turn
 * @throws TypeError when an option is unknown or has a bad value.
 */
export function resolveWatchOptions(options: WatchOptions = {}, within?: number | false): ResolvedWatchOptions {
  checkObject(options)
  checkNames(options, WATCH_OPTIONS)
  for (const name of WATCH_OPTIONS) {
    const value = options[name]
    const { expected, accepts } = rules[name]
    if (value !== undefined && !accepts(value)) throw unexpected(`the \`${name}\` option`, expected, value)
  }
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))
  const timeout = within ?? defaults.timeout
  const resolved = { ...defaults, timeout, patience: within ?? false, ...given }
  if (resolved.clock === 'real') return resolved
  if (resolved.advanceTimers) throw unexpected('the `advanceTimers` option', "false with `clock: 'virtual'`", true)
  return { ...resolved, timeout, virtualWithin: options.timeout ?? false }
}

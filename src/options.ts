/** Canaries that can ride along with a watch. */
export const CANARIES = ['timer', 'immediate', 'socket', 'worker'] as const

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
   * How long the subject may take to settle, in ms from its call; `false` waits for ever. Afterwards the outcome is
   * `pending`.
   *
   * @default four fifths of what the test's own timeout has left where the runner tells it, else 4000
   */
  settleWithin?: number | false
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
  /** Ends the watch early: it rejects with the signal's reason. The subject itself goes on, nothing can interrupt it. */
  signal?: AbortSignal
  /**
   * The canaries that ride along. Each may add visits to poll of its own when the subject waits; without any,
   * `pollVisits` is what the loop does by itself, and stalls over several phases of one turn are told apart less exactly.
   *
   * @default all
   */
  canaries?: readonly (typeof CANARIES)[number][]
}

/** `WatchOptions` with every default filled in. */
export type ResolvedWatchOptions = Required<Omit<WatchOptions, 'signal'>> & Pick<WatchOptions, 'signal'>

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

const rules: { [Name in keyof Required<WatchOptions>]: Rule } = {
  budget: { expected: 'a positive number of milliseconds', accepts: isPositive },
  settleWithin: {
    expected: 'a positive number of milliseconds or false',
    accepts: (value) => value === false || isPositive(value),
  },
  warmup: { expected: 'a whole number of calls, 0 or more', accepts: isCount },
  runs: { expected: 'a whole number of calls, 1 or more', accepts: (value) => isCount(value) && value !== 0 },
  signal: {
    expected: 'an AbortSignal',
    accepts: (value) => typeof (value as AbortSignal)?.throwIfAborted === 'function',
  },
  canaries: { expected: `an array of ${CANARIES.map((name) => `'${name}'`).join(', ')}`, accepts: isCanaries },
}

/** The names of all options of a watch. */
export const WATCH_OPTIONS: readonly (keyof WatchOptions)[] = Object.keys(rules) as (keyof WatchOptions)[]

const defaults = { budget: 50, settleWithin: 4000, warmup: 0, runs: 1, canaries: CANARIES } as const

/**
 * Checks options and fills in the defaults.
 *
 * @throws TypeError when an option is unknown or has a bad value.
 */
export function resolveWatchOptions(options: WatchOptions = {}): ResolvedWatchOptions {
  checkObject(options)
  checkNames(options, WATCH_OPTIONS)
  for (const name of WATCH_OPTIONS) {
    const value = options[name]
    const { expected, accepts } = rules[name]
    if (value !== undefined && !accepts(value)) throw unexpected(`the \`${name}\` option`, expected, value)
  }
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))
  return { ...defaults, ...given }
}

/** @throws TypeError when there is an option of another name, which would be ignored otherwise. */
export function checkNames(options: object, known: readonly string[]): void {
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || known.includes(name)) continue
    throw new TypeError(`Unknown option \`${quote(name).slice(1, -1)}\`. The options are ${known.join(', ')}.`)
  }
}

/** @throws TypeError when the options are not an object. */
export function checkObject(options: unknown): void {
  if (typeof options === 'object' && options !== null && !Array.isArray(options)) return
  throw unexpected('the options', 'an object', options)
}

/** The house voice for bad input: what was expected, what came, and its type. */
export function unexpected(what: string, expected: string, got: unknown): TypeError {
  return new TypeError(`Expected ${what} to be ${expected}, got \`${show(got)}\` (${typeName(got)})`)
}

function typeName(value: unknown): string {
  if (value === null) return 'null'
  return isArray(value) ? 'array' : typeof value
}

/** Longer values are cut: what is wrong with them shows at the begin. */
const MAX_SHOWN = 100

/** A value on one line, whatever it is: bad input must not break the message about it. */
function show(value: unknown): string {
  try {
    const shown = isArray(value)
      ? `[${(value as unknown[]).slice(0, MAX_SHOWN).map(show).join(', ')}]`
      : showItem(value)
    return shown.length > MAX_SHOWN ? `${shown.slice(0, MAX_SHOWN)}…` : shown
  } catch {
    return typeof value
  }
}

function showItem(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return quote(value)
    case 'bigint':
      return `${value}n`
    case 'function':
      return quote(`function ${value.name}`.trim()).slice(1, -1)
    case 'object':
      return value === null ? 'null' : quote(Object.prototype.toString.call(value)).slice(1, -1)
    default:
      return quote(String(value)).slice(1, -1)
  }
}

/** JSON escapes line breaks and most control characters, among them the one that begins terminal codes. */
const quote = (text: string): string => JSON.stringify(text.slice(0, MAX_SHOWN + 1))

/** A revoked proxy is neither an array nor anything else. */
function isArray(value: unknown): boolean {
  try {
    return Array.isArray(value)
  } catch {
    return false
  }
}

import { checkNames, checkObject, unexpected } from '../bad-input.ts'
import type { AllowRule } from '../patrol/allowances.ts'
import { checkSettings, type Settings, scaleFrom } from '../settings.ts'

/** What becomes of a test that blocks the loop: it fails, it is told of at the end of the run, or nobody looks. */
export type GuardMode = 'fail' | 'warn' | 'off'

/** Options of the guard; `stopAfter`, `strict` and `scale` hold for the matchers as well. Times in milliseconds. */
export interface GuardOptions {
  /** The loop may not be blocked for so long in one go. Default: 100. */
  maxStall?: number
  /** What blocks for so long is stopped, and its test fails, in every mode; `false` for never. Default: 5000. */
  stopAfter?: number | false
  /** Default: `'fail'`. The environment variable `LOOP_CANARY` comes first: `LOOP_CANARY=off`. */
  mode?: GuardMode
  /** What may block for longer. */
  allow?: readonly AllowRule[]
  /** Fail what is inconclusive. Default: `false`. */
  strict?: boolean
  /**
   * Every budget and limit in ms is multiplied by it, for a machine that is so many times slower. Default: 1. The environment variable
   * `LOOP_CANARY_SCALE` comes first.
   */
  scale?: number
}

export type ResolvedGuardOptions = Required<GuardOptions> & {
  /** What of it was said, and holds for the matchers. */
  settings: Settings
}

const MODES: readonly GuardMode[] = ['fail', 'warn', 'off']

/** The environment variable that sets the mode, whatever the config says. */
export const MODE_VARIABLE = 'LOOP_CANARY'

const defaults: Required<GuardOptions> = {
  maxStall: 100,
  stopAfter: 5000,
  mode: 'fail',
  allow: [],
  strict: false,
  scale: 1,
}

const isPositive = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value) && value > 0
const isMode = (value: unknown): value is GuardMode => MODES.includes(value as GuardMode)

/** @throws TypeError when an option has a bad value */
export function resolveGuardOptions(
  options: unknown = {},
  environment: NodeJS.ProcessEnv = process.env,
): ResolvedGuardOptions {
  checkObject(options)
  const given = options as GuardOptions
  checkNames(given, Object.keys(defaults))
  checkSettings(given, 'option')
  const { maxStall = defaults.maxStall, stopAfter = defaults.stopAfter, allow = defaults.allow, strict, scale } = given
  if (!isPositive(maxStall)) throw unexpected('the `maxStall` option', 'a positive number of milliseconds', maxStall)
  if (given.mode !== undefined && !isMode(given.mode))
    throw unexpected('the `mode` option', 'fail, warn or off', given.mode)
  if (!Array.isArray(allow)) throw unexpected('the `allow` option', 'an array', allow)
  return {
    maxStall,
    stopAfter,
    mode: modeFrom(environment) ?? given.mode ?? defaults.mode,
    allow: allow.map(checkRule),
    strict: strict ?? defaults.strict,
    scale: scaleFrom(environment) ?? scale ?? defaults.scale,
    settings: { strict, scale, stopAfter: given.stopAfter },
  }
}

function modeFrom({ [MODE_VARIABLE]: mode }: NodeJS.ProcessEnv): GuardMode | undefined {
  if (mode === undefined || mode === '') return undefined
  if (!isMode(mode)) throw unexpected(`the environment variable ${MODE_VARIABLE}`, 'fail, warn or off', mode)
  return mode
}

const RULE: Record<keyof AllowRule, [isRight: (value: unknown) => boolean, expected: string]> = {
  file: [(value) => typeof value === 'string' || isRegExp(value), 'a string or a regular expression'],
  function: [(value) => typeof value === 'string', 'the name of a function'],
  call: [(value) => typeof value === 'string', 'the name of a function of Node’s, such as readFileSync'],
  upTo: [isPositive, 'a positive number of milliseconds'],
}

function checkRule(rule: unknown): AllowRule {
  if (typeof rule !== 'object' || rule === null) throw unexpected('a rule in the `allow` option', 'an object', rule)
  checkNames(rule, Object.keys(RULE))
  for (const [name, value] of Object.entries(rule)) {
    const [isRight, expected] = RULE[name as keyof AllowRule]
    if (value !== undefined && !isRight(value))
      throw unexpected(`\`${name}\` of a rule in the \`allow\` option`, expected, value)
  }
  if (!('file' in rule || 'function' in rule || 'call' in rule)) {
    throw unexpected('a rule in the `allow` option', 'an object with a file, a function or a call', rule)
  }
  return rule as AllowRule
}

/** Also one of another realm, where configs may come from. */
const isRegExp = (value: unknown): value is RegExp => Object.prototype.toString.call(value) === '[object RegExp]'

/** Options as plain JSON, for the way into the processes that run tests. */
export const serializeGuardOptions = (options: ResolvedGuardOptions): string =>
  JSON.stringify(options, (_, value) => (isRegExp(value) ? { source: value.source, flags: value.flags } : value))

export const parseGuardOptions = (text: string): ResolvedGuardOptions =>
  JSON.parse(text, (_, value) => (typeof value?.source === 'string' ? new RegExp(value.source, value.flags) : value))

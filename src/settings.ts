import process from 'node:process'
import { checkNames, checkObject, unexpected } from './bad-input.ts'

/** What holds for every assertion, unless its own options say otherwise. */
export interface Settings {
  /**
   * Fail tests whose verdict is `inconclusive`.
   *
   * @default false
   */
  strict?: boolean
  /**
   * Every budget in ms is multiplied by it, for a machine that is so many times slower, and so is `stopAfter`. The environment
   * variable `LOOP_CANARY_SCALE` comes first.
   *
   * @default 1
   */
  scale?: number
  /**
   * A stall of that many ms is stopped; `false` for never.
   *
   * @default 1000
   */
  stopAfter?: number | false
}

/** The environment variable that sets the scale, whatever the config says. */
export const SCALE_VARIABLE = 'LOOP_CANARY_SCALE'

const isPositive = (value: unknown): boolean =>
  typeof value === 'number' && value > 0 && value < Number.POSITIVE_INFINITY

const rules: { [Name in keyof Required<Settings>]: [isRight: (value: unknown) => boolean, expected: string] } = {
  strict: [(value) => typeof value === 'boolean', 'a boolean'],
  scale: [isPositive, 'a positive number'],
  stopAfter: [(value) => value === false || isPositive(value), 'a positive number of milliseconds or false'],
}

/** The names of all settings. */
export const SETTINGS: readonly (keyof Settings)[] = Object.keys(rules) as (keyof Settings)[]

/**
 * @param noun - what the user calls them
 * @throws TypeError when a setting has a bad value
 */
export function checkSettings(given: Settings, noun: string): void {
  for (const name of SETTINGS) {
    const [isRight, expected] = rules[name]
    const value = given[name]
    if (value !== undefined && !isRight(value)) throw unexpected(`the \`${name}\` ${noun}`, expected, value)
  }
}

/** On the global object of the test file's context, which may have several copies of the package. */
const KEY: unique symbol = Symbol.for('loop-canary.settings')

type Holder = { [KEY]?: Settings }

const holder = globalThis as Holder

/**
 * Sets what holds for every assertion of the matchers, best in a set-up file. What is not mentioned stays as it is.
 *
 * @throws TypeError when a setting is unknown or has a bad value
 * @example
 * ```ts
 * // in a set-up file
 * import { configure } from 'loop-canary'
 * configure({ strict: true })
 * ```
 */
export function configure(settings: Settings): void {
  checkObject(settings)
  checkNames(settings, SETTINGS)
  checkSettings(settings, 'setting')
  holder[KEY] = { ...holder[KEY], ...mentioned(settings) }
}

/** What a project's config says holds in a context, unless `configure` says otherwise. */
export function presetSettings(settings: Settings, context: object = globalThis): void {
  const holder = context as Holder
  holder[KEY] = { ...mentioned(settings), ...holder[KEY] }
}

function mentioned(settings: Settings): Settings {
  return Object.fromEntries(SETTINGS.map((name) => [name, settings[name]]).filter(([, value]) => value !== undefined))
}

/** What `configure` was told in this context. */
export const settings = (): Settings => holder[KEY] ?? {}

/**
 * By what budgets are multiplied here.
 *
 * @throws TypeError when the environment variable has a bad value
 */
export const scale = (): number => scaleFrom(process.env) ?? settings().scale ?? 1

/** A budget as it is on this machine, in ms. */
export const scaled = (ms: number): number => ms * scale()

/** @throws TypeError when the environment variable has a bad value */
export function scaleFrom({ [SCALE_VARIABLE]: text }: NodeJS.ProcessEnv): number | undefined {
  if (text === undefined || text === '') return undefined
  const number = Number(text)
  if (!isPositive(number)) throw unexpected(`the environment variable ${SCALE_VARIABLE}`, 'a positive number', text)
  return number
}

import { type Frame, isNodes } from '../blame/frame.ts'
import { sourcePosition } from '../blame/source-position.ts'

/** What may block, given in a config. All that is given has to match. */
export interface AllowRule {
  /** A part of the path of a file on the stack, or a pattern for it. */
  file?: string | RegExp
  /** The name of a function on the stack. */
  function?: string
  /** The name of a function of Node's that was called, such as `readFileSync`. */
  call?: string
  /** Only stalls of up to so many ms. Default: of any length. */
  upTo?: number
}

/** An allowance, and what has become of it. */
export interface AllowanceUse {
  /** As the user knows it: `file: /fixtures/, upTo: 500`, or where `loopSafe.allow` was called. */
  label: string
  /** Stalls that it has excused. */
  hits: number
  worstMs: number
}

interface Allowance extends AllowanceUse {
  rule: AllowRule
  upTo: number
}

/** The allowances of a thread: those of the config, and those that code has opened. Numbers stand for them in looks at the stack. */
export class Allowances {
  readonly #all: Allowance[] = []
  readonly #numbers = new Map<string, number>()
  readonly #configured: number
  readonly #scale: number

  /**
   * @param rules - of the config
   * @param scale - what `upTo` is multiplied by
   */
  constructor(rules: readonly AllowRule[] = [], scale = 1) {
    this.#scale = scale
    for (const rule of rules) this.#add(describeRule(rule), rule)
    this.#configured = rules.length
  }

  /** The number of one that code has opened; the same key has the same number. */
  numberOf(label: string, upTo: number, key: string = label): number {
    const number = this.#numbers.get(key) ?? this.#add(label, { upTo })
    this.#numbers.set(key, number)
    return number
  }

  /** Those that cover a look at the stack: it was taken in their scope, or a rule matches what it shows. */
  covering(frames: readonly Frame[], opened: readonly number[]): number[] {
    const matching = this.#all
      .slice(0, this.#configured)
      .flatMap(({ rule }, number) => (matches(rule, frames) ? [number] : []))
    return [...opened, ...matching]
  }

  /** Whether one excuses so many ms; then it was used. */
  excuse(number: number, ms: number): boolean {
    const allowance = this.#all[number]
    if (!allowance || ms > allowance.upTo) return false
    allowance.hits++
    allowance.worstMs = Math.max(allowance.worstMs, ms)
    return true
  }

  get uses(): AllowanceUse[] {
    return this.#all.map(({ label, hits, worstMs }) => ({ label, hits, worstMs }))
  }

  #add(label: string, rule: AllowRule): number {
    const { upTo = Number.POSITIVE_INFINITY } = rule
    return this.#all.push({ label, rule, upTo: upTo * this.#scale, hits: 0, worstMs: 0 }) - 1
  }
}

function matches({ file, function: name, call }: AllowRule, frames: readonly Frame[]): boolean {
  // A pattern with a flag `g` goes on where it was last.
  const isFile = (path: string): boolean => (typeof file === 'string' ? path.includes(file) : path.search(file!) >= 0)
  return (
    (file === undefined || frames.some((frame) => isFile(fileOf(frame)))) &&
    (name === undefined || frames.some((frame) => frame.function === name)) &&
    (call === undefined || frames.some((frame) => isNodes(frame) && frame.function === call))
  )
}

const fileOf = (frame: Frame): string => (isNodes(frame) ? frame.url : sourcePosition(frame).file)

function describeRule(rule: AllowRule): string {
  return Object.entries(rule)
    .map(([name, value]) => `${name}: ${value}`)
    .join(', ')
}

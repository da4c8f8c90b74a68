import type { CallSite } from '../report.ts'
import type { Amount, BlockingBuiltIn } from './blocking-built-ins.ts'
import type { Frame } from './frame.ts'
import { sourcePlace } from './source-position.ts'

/** Places that calls came from, kept apart. */
const MAX_PLACES = 200

/** What calls of one built-in add up to: those from one place, or those of which nobody asked where they came from. */
export class Account {
  readonly name: BlockingBuiltIn
  count = 0
  ms = 0
  longestMs = 0
  bytes: number | undefined
  iterations: number | undefined
  /** Stacks that were taken because of it. */
  stacks = 0
  /** Where this one was added to. */
  heir: Account | undefined
  readonly #frames: readonly Frame[]
  #site: CallSite | undefined

  /** @param frames - the user's, the caller's first; none where the caller is not known */
  constructor(name: BlockingBuiltIn, frames: readonly Frame[] = []) {
    this.name = name
    this.#frames = frames
  }

  /** Where the calls came from, if that is known. */
  get site(): CallSite | undefined {
    this.#site ??= sourcePlace(this.#frames)
    return this.#site
  }

  add(ms: number, amount?: Amount): void {
    this.count++
    this.ms += ms
    if (ms > this.longestMs) this.longestMs = ms
    this.#addAmount(amount)
  }

  merge(other: Account): void {
    other.heir = this
    this.count += other.count
    this.ms += other.ms
    this.longestMs = Math.max(this.longestMs, other.longestMs)
    this.#addAmount(other)
  }

  #addAmount({ bytes, iterations }: Amount = {}): void {
    if (bytes !== undefined) this.bytes = (this.bytes ?? 0) + bytes
    if (iterations !== undefined) this.iterations = (this.iterations ?? 0) + iterations
  }
}

/** The accounts of one watch: one for each built-in, and one more for each place that slow calls of it came from. */
export class Accounts {
  readonly #quick = new Map<BlockingBuiltIn, Account>()
  readonly #places = new Map<string, Account>()

  /** For calls of which it is not known where they came from. */
  quick(name: BlockingBuiltIn): Account {
    const known = this.#quick.get(name)
    if (known) return known
    const account = new Account(name)
    this.#quick.set(name, account)
    return account
  }

  /** For calls from one place. Of very many places the costliest stay apart. */
  of(name: BlockingBuiltIn, frames: readonly Frame[]): Account {
    const [caller] = frames
    if (!caller) return this.quick(name)
    const key = `${name} ${caller.url}:${caller.line}:${caller.column}`
    const known = this.#places.get(key)
    if (known) return known
    if (this.#places.size === MAX_PLACES) this.#foldCheapest()
    const account = new Account(name, frames)
    this.#places.set(key, account)
    return account
  }

  /** All that have calls. */
  get all(): Account[] {
    return [...this.#quick.values(), ...this.#places.values()].filter(({ count }) => count > 0)
  }

  #foldCheapest(): void {
    const [[key, cheapest]] = [...this.#places].sort(([, one], [, other]) => one.ms - other.ms) as [[string, Account]]
    this.#places.delete(key)
    this.quick(cheapest.name).merge(cheapest)
  }
}

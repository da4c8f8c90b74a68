/** Shorter stalls are not kept. */
const WORTH_KEEPING_MS = 1

/** Stalls kept, the longest ones, so that memory does not grow with the number of turns. */
const KEPT = 100

interface Timed {
  readonly ms: number
}

/** The longest stalls of a watch, longest first. */
export class StallList<Item extends Timed> {
  /** The longest of all, also when it is too short to be kept. */
  longest: Item | undefined
  longestMs = 0
  readonly kept: Item[] = []
  dropped = 0
  readonly #worthKeepingMs: number

  /** @param worthKeepingMs - shorter ones are not kept */
  constructor(worthKeepingMs: number = WORTH_KEEPING_MS) {
    this.#worthKeepingMs = worthKeepingMs
  }

  /** Those that are kept, which are forgotten here. */
  take(): Item[] {
    this.longest = undefined
    this.longestMs = 0
    return this.kept.splice(0)
  }

  add(item: Item): void {
    if (this.longest === undefined || item.ms > this.longestMs) {
      this.longest = item
      this.longestMs = item.ms
    }
    if (item.ms < this.#worthKeepingMs) return
    if (this.kept.length === KEPT) {
      this.dropped++
      if (item.ms <= this.kept[KEPT - 1]!.ms) return
      this.kept.pop()
    }
    this.kept.splice(this.#placeFor(item.ms), 0, item)
  }

  /** Binary search in descending order; equal ones stay in the order they came. */
  #placeFor(ms: number): number {
    let low = 0
    let high = this.kept.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.kept[middle]!.ms >= ms) low = middle + 1
      else high = middle
    }
    return low
  }
}

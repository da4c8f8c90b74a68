import { clearTimeout, setTimeout } from '../realm.ts'

/** Notices that nothing moves any more since something was stopped: then somebody waits for that, and waits in vain. */
export class Standstill {
  readonly #afterMs: number
  readonly #onStandstill: () => void
  #timer: NodeJS.Timeout | undefined

  /** @param afterMs - a standstill is as long as that */
  constructor(afterMs: number, onStandstill: () => void) {
    this.#afterMs = afterMs
    this.#onStandstill = onStandstill
  }

  /** Something was stopped. */
  expect(): void {
    this.end()
    // A process that has nothing else to do may end.
    this.#timer = setTimeout(this.#onStandstill, this.#afterMs).unref()
  }

  /** Something goes on. */
  moved(): void {
    this.#timer?.refresh()
  }

  end(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }
}

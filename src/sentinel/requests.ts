import { sharedNow } from '../realm.ts'

const LONG_AGO = Number.NEGATIVE_INFINITY

/**
 * The pauses that were asked for and have not come. V8 keeps each request that it has taken note of: one too many pauses the thread when
 * nobody is there any more to let it go. So another one is in place only when there was an answer, and still no pause.
 */
export class Requests {
  #askedAt = LONG_AGO
  #unanswered = 0
  #outstanding = 0

  /** How long ago the last one was made, or answered, in ms: 0 as long as there is no answer, infinite when no pause is to come. */
  get agoMs(): number {
    return this.#unanswered > 0 ? 0 : sharedNow() - this.#askedAt
  }

  /** A pause is to come, from something that is not a request, as a step is. */
  expect(): void {
    this.#outstanding++
    this.#askedAt = sharedNow()
  }

  /** @param answer - settles when V8 has taken note of it, or will not */
  make(answer: Promise<unknown>): void {
    this.expect()
    this.#unanswered++
    const settled = (): void => {
      this.#unanswered--
      // Unless the pause has come and gone meanwhile.
      if (this.#askedAt !== LONG_AGO) this.#askedAt = sharedNow()
    }
    answer.then(settled, settled)
  }

  /** There is a pause. Returns whether it was asked for: any other is somebody else's, and not ours to end. */
  meet(): boolean {
    if (this.#outstanding === 0) return false
    this.#outstanding--
    return true
  }

  /** The pause is at its end, and with it what was asked for besides. */
  drop(): void {
    this.#outstanding = 0
    this.#askedAt = LONG_AGO
  }
}

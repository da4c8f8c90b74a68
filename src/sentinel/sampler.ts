import { type Frame, isNodes, plainPath } from '../blame/frame.ts'
import { ask, type Circumstances } from './help.ts'
import type { InspectorLink } from './inspector-link.ts'
import type { Sample } from './protocol.ts'
import type { Stack } from './stack.ts'

/** Taken in one examination, at most. */
const MAX_SAMPLES = 50

/** Takes samples of the stack of a stuck thread: one of each look, when there is somebody to be seen. */
export class Sampler {
  readonly #link: InspectorLink
  readonly #samples: Sample[]
  readonly #onSeen: () => void
  #taken = 0
  /** Whether the look under way has its sample: the steps behind it show no more. */
  #isDone = false
  #unnamed: Sample | undefined
  #hasAskedForKind = false
  /** The last one, when it has found a function at its head. */
  #head: { sample: Sample; stack: Stack } | undefined

  /**
   * @param samples - where they go
   * @param onSeen - called when one of them shows somebody
   */
  constructor(link: InspectorLink, samples: Sample[], onSeen: () => void) {
    this.#link = link
    this.#samples = samples
    this.#onSeen = onSeen
  }

  /** Whether the last look has seen somebody. */
  get isDone(): boolean {
    return this.#isDone
  }

  /** A look begins. */
  begin(): void {
    this.#isDone = false
  }

  /** There is no other look. One that has found a function as a queue resumed it would show a line that has not blocked. */
  end(): void {
    if (this.#head?.stack.isResumed) this.#head.sample.frames = this.#head.sample.frames.filter(isNodes)
  }

  /**
   * Takes the sample of the look under way, unless it has one.
   *
   * @param isInCall - whether the subject's call is on the stack
   * @param circumstances - where they are known already
   */
  take(stack: Stack, atMs: number, isInCall: boolean, circumstances?: Circumstances): void {
    const { culprit, frames, isInQueue } = stack
    if (this.#isDone) return
    this.#isDone = culprit !== undefined
    if (culprit) {
      this.#onSeen()
      this.#dropHead(stack, circumstances?.scope)
    }
    if (this.#taken === MAX_SAMPLES) return
    // Of looks that found nobody only what they tell about the queues is kept, once.
    const sample: Sample = (culprit ? undefined : this.#unnamed) ?? { atMs, frames: [...frames] }
    if (sample !== this.#unnamed) {
      this.#taken++
      this.#samples.push(sample)
    }
    if (!culprit) this.#unnamed = sample
    else if (stack.isAtHead) this.#head = { sample, stack }
    // Nothing may be evaluated in the call: its time limit could end that instead of the subject.
    if (isInCall) sample.kind = 'sync'
    else this.#noteCircumstances(sample, isInQueue, circumstances)
  }

  /**
   * A look that has found a function at its head does not tell where in it the time goes: the next one stands for both, when it has found
   * the same function, or one that the same queue calls in turn with it.
   */
  #dropHead(next: Stack, scope: Sample['scope']): void {
    const head = this.#head
    this.#head = undefined
    if (!head || head.sample.scope?.[0] !== scope?.[0] || !isClearerIn(next, head.stack)) return
    const index = this.#samples.indexOf(head.sample)
    // It may have been handed over.
    if (index < 0) return
    this.#samples.splice(index, 1)
    this.#taken--
  }

  /** What the thread has been doing since the last look; the first one has none before it. And whose context it is in. */
  async #noteCircumstances(sample: Sample, isInQueue: boolean, known?: Circumstances): Promise<void> {
    const isFirst = !this.#hasAskedForKind
    this.#hasAskedForKind = true
    try {
      const { turned, visits, scope } = known ?? (await this.#link.evaluate(ask('circumstances'))).value
      // Between two callbacks of a turn Node works off both queues as well.
      if (!isFirst && (isInQueue || turned === 'sync')) sample.kind = turned
      Object.assign(sample, { visits, scope })
    } catch {}
  }
}

/** Whether a look tells where in it the time goes of a function that the one before has found at its head. */
const isClearerIn = (next: Stack, head: Stack): boolean =>
  isSameFunction(head.culprit, next.culprit) ||
  head.isResumed ||
  (head.isInQueue && isSameFunction(head.outermost, next.outermost))

const isSameFunction = (one: Frame | undefined, other: Frame | undefined): boolean =>
  one !== undefined &&
  other !== undefined &&
  one.function === other.function &&
  plainPath(one.url) === plainPath(other.url)

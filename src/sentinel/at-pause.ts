import { isForeign } from '../blame/foreign.ts'
import { ask } from './help.ts'
import type { Hold, Paused } from './hold.ts'
import type { Instruments } from './instruments.ts'
import type { Stack } from './stack.ts'
import type { Next } from './steps.ts'

/** What becomes of a thread that our debugger has paused: it is seen, and then led on by a step, stopped, or let go. */
export class AtPause {
  readonly #on: Instruments
  readonly #hold: Hold
  readonly #onSeen: (stack: Stack) => void

  constructor(on: Instruments, hold: Hold, onSeen: (stack: Stack) => void) {
    this.#on = on
    this.#hold = hold
    this.#onSeen = onSeen
  }

  paused(paused: Paused): void {
    const { stack, startMs } = paused
    const { thread, seen, sampler, isPatrol } = this.#on
    // A pause that comes when the turn has moved on would name an innocent line, or stop it.
    if (thread.hasMovedOn || stack.isOurs) {
      seen.hasRunner = false
      this.#goOn('resume', paused)
      return
    }
    if (!stack.isBetween) sampler.take(stack, startMs, thread.isInCall)
    this.#onSeen(stack)
    if (seen.hasRunner && isPatrol && this.#mustStop(paused)) this.#goOnInScope(paused)
    else this.#goOn(this.#decide(paused), paused)
  }

  #mustStop({ functions }: Paused): boolean {
    const { deadline, stops } = this.#on
    return deadline.hasPassed && !(stops.areUnderWay && stops.spares(functions))
  }

  /** Whether the code that runs is covered by a scope: who has opened it waits for it in vain when it is unwound, and knows. */
  async #goOnInScope(paused: Paused): Promise<void> {
    const { link, seen } = this.#on
    const isOpen = await link.evaluate(ask('isInOpenScope')).then(
      ({ value }) => value,
      () => false,
    )
    if (isOpen) seen.hasRunner = false
    else if (this.#mustEndRunner(paused.stack)) this.#endRunner()
    this.#goOn(this.#decide(paused), paused)
  }

  #decide(paused: Paused): Next {
    const { seen, steps, silence } = this.#on
    const isToStop = !seen.hasRunner && this.#mustStop(paused)
    return steps.decide(paused.stack, paused.reason, isToStop, silence.ms)
  }

  async #goOn(next: Next, paused: Paused): Promise<void> {
    this.#hold.account(paused)
    if (next === 'stop') this.#stop(paused)
    else if (next === 'resume') this.#resume()
    // Only from where an interrupt has paused it.
    else if (!paused.stack.culprit || paused.reason === 'step' || (await this.#hold.canStep(paused))) this.#step(paused)
    else this.#stop(paused)
  }

  /** Whether the runner waits for code of the user's that never ends, where nobody else could go on without it. */
  #mustEndRunner({ culprit }: Stack): boolean {
    return culprit !== undefined && !isForeign(culprit)
  }

  /** Has the runner's turn unwound with what it waits for, which is the end of the thread: nobody there knows how to go on. */
  #endRunner(): void {
    const { seen, send, watch, findings } = this.#on
    seen.hasRunner = false
    send({ kind: 'lost', watch, samples: [...findings.samples] })
  }

  #step(paused: Paused): void {
    const { steps, silence } = this.#on
    steps.take(paused.reason, silence.ms)
    this.#hold.step(paused)
  }

  #resume(): void {
    const { looks, sampler, steps, silence, seen } = this.#on
    looks.end(silence.wallMs, sampler.isDone, seen.isRunnersWork)
    steps.end()
    this.#hold.resume()
  }

  #stop(paused: Paused): void {
    const { stops, findings } = this.#on
    const atMs = this.#hold.stop(paused)
    stops.add(paused.functions)
    findings.stoppedAt ??= atMs
    this.#resume()
  }
}

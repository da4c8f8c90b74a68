import type { Canary } from '../canaries/canary.ts'
import { type CanaryContext, makers } from '../canaries/index.ts'
import type { CanaryName, LoopReport } from '../report.ts'

/** The canaries of one watch. */
export class Canaries {
  /** What could not be had here, in words. */
  readonly missing: string[] = []
  readonly #canaries: Partial<Record<CanaryName, Canary>> = {}

  /** Gets them ready, all of them that can be had. */
  async prepare(names: Iterable<CanaryName>, context: CanaryContext): Promise<void> {
    for (const name of new Set(names)) {
      const canary = makers[name]!(context)
      try {
        await canary.prepare()
        this.#canaries[name] = canary
      } catch (error) {
        this.missing.push(`no ${name} canary (${(error as Error).message})`)
      }
    }
  }

  get timer(): Canary | undefined {
    return this.#canaries.timer
  }

  arm(atMs: number): void {
    for (const canary of this.#all) canary.arm(atMs)
  }

  settle(): void {
    for (const canary of this.#all) canary.settle()
  }

  disarm(): void {
    for (const canary of this.#all) canary.disarm()
  }

  /** Hears what those saw that have others to ask. One who cannot tell any more was not there. */
  async collect(): Promise<void> {
    const names = Object.keys(this.#canaries) as CanaryName[]
    await Promise.all(
      names.map((name) =>
        this.#canaries[name]!.collect?.().catch((error: Error) => {
          this.missing.push(`no ${name} canary (${error.message})`)
          delete this.#canaries[name]
        }),
      ),
    )
  }

  /** What each of them saw, of those that were asked for. */
  report(asked: readonly CanaryName[]): LoopReport['canaries'] {
    const reports: LoopReport['canaries'] = {}
    for (const name of asked) {
      const canary = this.#canaries[name]
      if (canary) reports[name] = canary.report()
    }
    return reports
  }

  get #all(): Canary[] {
    return Object.values(this.#canaries)
  }
}

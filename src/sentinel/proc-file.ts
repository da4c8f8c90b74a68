import { closeSync, openSync, readSync } from 'node:fs'

/** One for all: what is read is text right away, and nobody reads in the middle of another's reading. */
const buffer = Buffer.alloc(512)

/** A small file of Linux's `/proc`, kept open, as it is read again and again. Where there is none it is empty. */
export class ProcFile {
  #file: number | undefined

  constructor(path: string | undefined) {
    try {
      this.#file = path === undefined ? undefined : openSync(path, 'r')
    } catch {
      // Another system, or a thread that has ended.
    }
  }

  /** What stands in it now: nothing, once its thread has ended. */
  read(): string {
    if (this.#file === undefined) return ''
    try {
      return buffer.toString('latin1', 0, readSync(this.#file, buffer, 0, buffer.length, 0))
    } catch {
      return ''
    }
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file)
    this.#file = undefined
  }
}

/** What stands beside a thread's `schedstat`. */
export const besides = (schedstat: string | undefined, name: string): string | undefined =>
  schedstat?.replace(/schedstat$/, name)

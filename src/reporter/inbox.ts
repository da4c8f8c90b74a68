import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { FOLDER_VARIABLE, readLetters, type Subject } from '../mailbox.ts'

/**
 * A temporary folder in which those that run tests leave what they have to tell, in whatever process they do, and whatever becomes of
 * that. It is gone when the run is over.
 */
export class Inbox {
  readonly #folder: string = mkdtempSync(join(tmpdir(), 'loop-canary-'))
  readonly #remove = (): void => rmSync(this.#folder, { recursive: true, force: true })

  /** Before there is a process or thread that runs tests, which takes it from here. */
  constructor() {
    process.env[FOLDER_VARIABLE] = this.#folder
    process.once('exit', this.#remove)
  }

  read<Letter>(subject: Subject): Letter[] {
    return readLetters<Letter>(subject, this.#folder)
  }

  close(): void {
    delete process.env[FOLDER_VARIABLE]
    process.off('exit', this.#remove)
    this.#remove()
  }
}

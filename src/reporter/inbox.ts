import process from 'node:process'
import { closeMailbox, openMailbox, readLetters, removeMailbox, type Subject } from '../mailbox.ts'

/**
 * A temporary folder in which those that run tests leave what they have to tell, in whatever process they do, and whatever becomes of
 * that. It is gone when the run is over.
 */
export class Inbox {
  readonly #folder: string = openMailbox()
  readonly #remove = (): void => removeMailbox(this.#folder)

  /** Before there is a process or thread that runs tests, which takes it from here. */
  constructor() {
    process.once('exit', this.#remove)
  }

  read<Letter>(subject: Subject): Letter[] {
    return readLetters<Letter>(subject, this.#folder)
  }

  close(): void {
    closeMailbox()
    process.off('exit', this.#remove)
    this.#remove()
  }
}

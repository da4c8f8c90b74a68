import type { BlockingBuiltIn } from './blocking-built-ins.ts'

/** Where the name of the call in progress is written, while anybody reads it. */
let board: CallBoard | undefined

export interface CallBoard {
  calling: BlockingBuiltIn | undefined
}

/** From here on the name of each call is written there right before it, and behind it that there is none any more. */
export function writeCallsOn(to: CallBoard | undefined): void {
  board = to
}

/** Writes it there. */
export function writeCall(name: BlockingBuiltIn | undefined): void {
  if (board) board.calling = name
}

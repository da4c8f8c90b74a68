/** Tells which work the code that runs is a part of. */
export interface ScopeReader {
  /** Numbers that only who has opened the scope understands; none outside of all scopes. */
  current(): readonly number[]
  /** Whether who has opened it still waits for its end, and will hear of it when it is unwound. */
  isOpen(): boolean
  /** What runs is about to be unwound. */
  stop(): void
}

let reader: ScopeReader = { current: () => [], isOpen: () => false, stop() {} }

/** Lets each look at the stack take note of the asynchronous context that it was found in. */
export function readScopesWith(itsReader: ScopeReader): void {
  reader = itsReader
}

export const currentScope = (): readonly number[] => reader.current()
export const isInOpenScope = (): boolean => reader.isOpen()
export const stopScope = (): void => reader.stop()

import type { LoopReport } from '../report.ts'

/**
 * What a function has handed out instead of doing its work, with what to write so that the work is done; `undefined` for everything else. To
 * watch it says nothing about the loop: nothing has run.
 */
export function unread({ outcome }: LoopReport): string | undefined {
  if (outcome.kind !== 'returned' && outcome.kind !== 'resolved') return undefined
  const { value } = outcome
  if (typeof value !== 'object' || value === null) return undefined
  switch (Object.prototype.toString.call(value)) {
    case '[object Generator]':
      return 'a generator, of which nothing has run. Run it to its end: `() => { for (const _ of work()) {} }`'
    case '[object AsyncGenerator]':
      return 'an async generator, of which nothing has run. Run it to its end: `async () => { for await (const _ of work()) {} }`'
    default:
      return isUnreadStream(value)
        ? 'a stream that nobody reads. Read it to its end: `async () => { for await (const _ of work()) {} }`'
        : undefined
  }
}

interface NodeStream {
  readableFlowing?: boolean | null
  readableEnded?: boolean
  destroyed?: boolean
}

interface WebStream {
  getReader?: unknown
  locked?: boolean
}

function isUnreadStream(value: NodeStream & WebStream): boolean {
  // Of a stream that somebody pipes, reads or listens to, `readableFlowing` is a boolean.
  if (value.readableFlowing === null) return value.readableEnded === false && value.destroyed === false
  return typeof value.getReader === 'function' && value.locked === false
}

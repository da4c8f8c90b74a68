import type { LoopReport } from '../report.ts'

/**
 * What a function has handed out instead of running it to its end, with what to write so that it is; `undefined` for
 * everything else. That the loop was free meanwhile says little: what was handed out has not been watched.
 */
export function unread({ outcome }: LoopReport): string | undefined {
  if (outcome.kind !== 'returned' && outcome.kind !== 'resolved') return undefined
  const { value } = outcome
  if (typeof value !== 'object' || value === null) return undefined
  switch (Object.prototype.toString.call(value)) {
    case '[object Generator]':
      return 'a generator, which was not watched: `() => { for (const _ of work()) {} }` runs it to its end'
    case '[object AsyncGenerator]':
      return 'an async generator, which was not watched: `async () => { for await (const _ of work()) {} }` runs it to its end'
    default:
      return isUnread(value)
        ? 'a stream that nobody has read: `async () => { for await (const _ of work()) {} }` reads it to its end'
        : undefined
  }
}

interface Readable {
  readableDidRead?: boolean
  readableFlowing?: boolean | null
  destroyed?: boolean
  write?: unknown
}

/** Of a stream that somebody pipes or listens to, `readableFlowing` is a boolean. One that can be written to is a result. */
const isUnread = ({ readableDidRead, readableFlowing, destroyed, write }: Readable): boolean =>
  readableDidRead === false && readableFlowing === null && destroyed === false && write === undefined

import type { Outcome, SerializedError } from '../report.ts'

/** The outcome of a subject that threw or rejected. It keeps the thrown value itself, out of sight of JSON. */
export function failed(kind: 'threw' | 'rejected', thrown: unknown): Outcome {
  return Object.defineProperty({ kind, error: serializeError(thrown) }, 'thrown', { value: thrown, enumerable: false })
}

/** The outcome of a subject that came to its end. What it came to is at hand, out of sight of JSON. */
export function ended(kind: 'returned' | 'resolved', value: unknown): Outcome {
  return Object.defineProperty({ kind }, 'value', { value, enumerable: false })
}

function serializeError(thrown: unknown): SerializedError {
  if ((typeof thrown !== 'object' && typeof thrown !== 'function') || thrown === null) {
    return { name: typeof thrown, message: String(thrown) }
  }
  const part = (name: keyof Error): string | undefined => readable(() => (thrown as Partial<Error>)[name])
  const error: SerializedError = { name: part('name') ?? 'Object', message: part('message') ?? '' }
  const stack = part('stack')
  if (stack !== undefined) error.stack = stack
  return error
}

/** People throw anything, also what cannot be turned into text. */
function readable(read: () => unknown): string | undefined {
  try {
    const value = read()
    return value === undefined ? undefined : String(value)
  } catch {
    return undefined
  }
}

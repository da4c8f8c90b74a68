import type { Outcome, SerializedError } from './report.ts'

/** The outcome of a subject that threw or rejected. It keeps the thrown value itself, out of sight of JSON. */
export function failed(kind: 'threw' | 'rejected', thrown: unknown): Outcome {
  return Object.defineProperty({ kind, error: serializeError(thrown) }, 'thrown', { value: thrown, enumerable: false })
}

function serializeError(thrown: unknown): SerializedError {
  if (typeof thrown !== 'object' || thrown === null) return { name: typeof thrown, message: String(thrown) }
  const { name, message, stack } = thrown as Partial<Error>
  const error: SerializedError = { name: String(name ?? 'Object'), message: String(message ?? '') }
  if (typeof stack === 'string') error.stack = stack
  return error
}

/** Several findings as the one error that a hook can throw: node:test shows the stack of that, and nothing of what it is made of. */
export function joinErrors(errors: readonly Error[]): Error {
  const [first, ...others] = errors
  if (first && others.length === 0) return first
  const all = new Error(errors.map(({ message }) => message).join('\n\n'))
  all.name = first?.name ?? all.name
  all.stack = errors.map(({ stack }) => stack).join('\n\n')
  return all
}

/** The first version of Node that has all that is needed. */
const OLDEST = [22, 12] as const

/**
 * Says why nothing can be measured here, in one sentence, if that is so: what is missing would show itself late, and as something else.
 *
 * @param versions - of `process`
 */
export function hostProblem({ node, bun, deno }: Partial<Record<string, string>>): string | undefined {
  const needed = `loop-canary measures Node's event loop, and needs Node ${OLDEST.join('.')} or newer`
  // Both give themselves out for some Node as well.
  if (bun) return `${needed}; this is Bun ${bun}.`
  if (deno) return `${needed}; this is Deno ${deno}.`
  const [major = 0, minor = 0] = (node ?? '').split('.').map(Number)
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return undefined
  return `${needed}; this is ${node ? `Node ${node}` : 'no Node'}.`
}

/**
 * How many immediates the loop runs, one after the other, until what `fn` returns settles: none when it gets no turn.
 * A second witness, that has nothing to do with loop-canary.
 */
export const immediatesDuring = async (fn) => {
  let count = 0
  let immediate
  const next = () => {
    count++
    immediate = setImmediate(next)
  }
  immediate = setImmediate(next)
  try {
    await fn()
  } finally {
    clearImmediate(immediate)
  }
  return count
}

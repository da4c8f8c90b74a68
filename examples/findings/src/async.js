import latest from 'async'
import before from 'async-3.2.0'

/** The last version whose deferrals wait for the loop, and the current one. */
export const versions = { '3.2.0': before, '3.2.6': latest }

/** Resolves when `setImmediate` of that version of async has called back. */
export const afterImmediate = (async) => new Promise((resolve) => async.setImmediate(resolve))

/** The example of `ensureAsync` in async's documentation: what is in the cache is there at once. */
export const lookUpAll = (async, keys, cache) => {
  const sometimesAsync = (key, callback) => {
    if (cache.has(key)) callback(null, cache.get(key))
    else setTimeout(callback, 10, null, `${key}, looked up`)
  }
  return async.mapSeries(keys, async.ensureAsync(sometimesAsync))
}

/** A worker that asks an empty list for its next job, for ever. */
export const workForever = (async, jobs = []) =>
  async.forever((next) => {
    jobs.shift()?.()
    next()
  })

/** The same with an async function that has nothing to wait for. */
export const workForeverAsync = (async, jobs = []) =>
  async.forever(async () => {
    await jobs.shift()?.()
  })

/** The same, and it lets the loop turn each time: with Node's own `setImmediate`. */
export const workInTurns = (async, jobs = []) =>
  async.forever((next) => {
    jobs.shift()?.()
    setImmediate(next)
  })

import { watchLoop } from 'loop-canary'
import { finish } from './lingering.js'

const signal = AbortSignal.timeout(200)
// An aborting timer keeps no process alive by itself.
setTimeout(() => {}, 400)
await watchLoop(() => new Promise(() => {}), { signal, settleWithin: 60_000 }).catch((error) => finish(error.name))

import { watchLoop } from 'loop-canary'
import { finish } from './lingering.js'

// The first watch of a thread takes many turns until it can call the function.
const controller = new AbortController()
setImmediate(() => controller.abort())
const never = () => new Promise(() => console.log('called all the same'))
await watchLoop(never, { signal: controller.signal, timeout: 5000 }).catch((error) => finish(error.name))

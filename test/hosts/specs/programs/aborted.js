import { watchLoop } from 'loop-canary'
import { finish } from './lingering.js'

const controller = new AbortController()
const never = () => {
  setTimeout(() => controller.abort(), 50)
  return new Promise(() => {})
}
await watchLoop(never, { signal: controller.signal, timeout: 60_000 }).catch((error) => finish(error.name))

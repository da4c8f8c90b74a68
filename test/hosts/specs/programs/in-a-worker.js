import { isMainThread, Worker } from 'node:worker_threads'
import { watchLoop } from 'loop-canary'
import { finish } from './lingering.js'
import { cooperate } from './subjects.js'

if (isMainThread) {
  new Worker(new URL(import.meta.url)).on('exit', (code) => finish(`worker ended with ${code}`))
} else {
  await watchLoop(() => cooperate(5))
  await watchLoop(() => new Promise(() => {}), { timeout: 100 })
  process.removeAllListeners('exit')
}

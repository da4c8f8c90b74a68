/** The first watch of a thread, in a thread that has done nothing else. */
import { parentPort } from 'node:worker_threads'
import { watchLoop } from '../../dist/index.js'
import { now } from './clock.mjs'

const before = now()
await watchLoop(() => {})
parentPort.postMessage(now() - before)

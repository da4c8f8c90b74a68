import { watchLoop } from 'loop-canary'
import { finish } from './lingering.js'

const { outcome } = await watchLoop(() => new Promise(() => {}), { timeout: 200 })
finish(outcome.kind)

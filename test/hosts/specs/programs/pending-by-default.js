import { watchLoop } from 'loop-canary'
import { finish } from './lingering.js'

const { outcome } = await watchLoop(() => new Promise(() => {}))
finish(outcome.kind)

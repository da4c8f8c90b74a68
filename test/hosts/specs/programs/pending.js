import { watchLoop } from 'loop-canary'
import { finish } from './lingering.js'

const { outcome } = await watchLoop(() => new Promise(() => {}), { settleWithin: 200 })
finish(outcome.kind)

import { watchLoop } from 'loop-canary'
import { finish } from './lingering.js'
import { cooperate } from './subjects.js'

const { outcome } = await watchLoop(() => cooperate(5))
finish(outcome.kind)

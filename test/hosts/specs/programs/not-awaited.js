import { watchLoop } from 'loop-canary'
import { finish } from './lingering.js'

watchLoop(() => 42).then(({ outcome }) => finish(outcome.kind))

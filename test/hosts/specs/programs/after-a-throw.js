import { watchLoop } from 'loop-canary'
import { finish } from './lingering.js'

const { outcome } = await watchLoop(() => {
  throw new Error('from the function')
})
finish(outcome.kind)

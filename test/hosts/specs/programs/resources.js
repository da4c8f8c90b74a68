import { watchLoop } from 'loop-canary'
import { block, cooperate } from './subjects.js'

// The standard streams open on first use; starting any worker uses both.
console.log('resources')
process.stderr.write('')
const before = process.getActiveResourcesInfo()
await watchLoop(() => cooperate(5))
await watchLoop(() => block(20))
await watchLoop(() => new Promise(() => {}), { timeout: 100 })
const left = process.getActiveResourcesInfo()
for (const resource of before) left.splice(left.indexOf(resource), 1)
console.log('left', JSON.stringify(left))

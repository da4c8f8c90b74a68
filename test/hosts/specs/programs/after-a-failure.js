import { assertNotBlockLoopFor } from 'loop-canary/node-test'
import { finish } from './lingering.js'
import { block } from './subjects.js'

await assertNotBlockLoopFor(() => block(300), 50).catch((error) => finish(error.code))

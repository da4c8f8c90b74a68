import { expect, test } from 'host'
import { load } from './load.js'
import { block } from './subjects.js'

test('passes: what has been called before it is judged', async () => {
  await expect(async () => (await load()).answer).toNotBlockLoopFor(50, { warmup: 1 })
})

/** Works for `ms` when it is called first. */
function firstSlow(ms) {
  let calls = 0
  return () => block(calls++ === 0 ? ms : 0)
}

test('fails: a first call that is too slow by a little', async () => {
  await expect(firstSlow(200)).toNotBlockLoopFor(100)
})

test('fails: a first call that is much too slow', async () => {
  await expect(firstSlow(200)).toNotBlockLoopFor(20)
})

test('passes: the call behind the first one', async () => {
  await expect(firstSlow(200)).toNotBlockLoopFor(100, { warmup: 1 })
})

import blocked from 'blocked'
import { sleep } from '../lib/wait.mjs'

/** The npm package `blocked`: an interval that tells when it is late. */
export const blockedPackage = (interval = 100) => ({
  name: 'blocked',
  async watch(subject) {
    let longest = 0
    const timer = blocked((ms) => (longest = Math.max(longest, ms)), { interval, threshold: 1 })
    await subject()
    await sleep(interval + 1)
    clearInterval(timer)
    return longest
  },
})

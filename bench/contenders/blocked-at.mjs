import blockedAt from 'blocked-at'
import { nextTurn } from '../lib/wait.mjs'

/** The npm package `blocked-at`: async hooks that time every callback. It sees only what begins after it was started. */
export const blockedAtPackage = () => ({
  name: 'blocked-at',
  async watch(subject) {
    let longest = 0
    const { stackTraceLimit } = Error
    const { stop } = blockedAt((ms) => (longest = Math.max(longest, ms)), { threshold: 1 })
    try {
      await nextTurn()
      await subject()
      await nextTurn()
    } finally {
      stop()
      // It raises the limit for good.
      Error.stackTraceLimit = stackTraceLimit
    }
    return longest
  },
})

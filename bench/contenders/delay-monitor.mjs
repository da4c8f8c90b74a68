import { monitorEventLoopDelay } from 'node:perf_hooks'
import { sleep } from '../lib/wait.mjs'

/** The histogram that Node has built in. Its first tick only starts the clock, so the subject waits for that. */
export const delayMonitor = (resolution = 10) => ({
  name: 'monitorEventLoopDelay',
  async watch(subject) {
    const histogram = monitorEventLoopDelay({ resolution })
    histogram.enable()
    while (histogram.count === 0) await sleep(1)
    histogram.reset()
    await sleep(resolution + 1)
    await subject()
    await sleep(resolution + 1)
    histogram.disable()
    // Each sample is the time between two ticks, period included.
    return Math.max(0, histogram.max / 1e6 - resolution)
  },
})

/** A load generator in a process of its own: sends requests at a steady pace, and tells how long they took. */
import { loadTest } from 'loadtest'

const [url, requestsPerSecond, maxSeconds, concurrency] = process.argv.slice(2)
const { percentiles, totalErrors } = await loadTest({
  url,
  requestsPerSecond: Number(requestsPerSecond),
  maxSeconds: Number(maxSeconds),
  concurrency: Number(concurrency),
  agentKeepAlive: true,
  cores: 1,
  quiet: true,
})
process.send({ percentiles, totalErrors }, () => process.exit())

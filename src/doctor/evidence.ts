import { readHost } from '../turns/host.ts'
import { noiseSource } from '../turns/machine.ts'
import { cpuQuota } from './cpu-quota.ts'
import type { Evidence } from './diagnosis.ts'

/** What there is on this machine to tell whose time a stall was. */
export function findEvidence(): Evidence {
  const reading = readHost()
  return {
    source: noiseSource,
    steal: reading.stealMs !== undefined,
    throttling: reading.throttledMs !== undefined,
    pressure: reading.pressureMs !== undefined,
    cpuQuota: cpuQuota(),
  }
}

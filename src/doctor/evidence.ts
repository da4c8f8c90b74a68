import { readHost } from '../turns/host.ts'
import { noiseSource } from '../turns/machine.ts'
import { cpuQuota } from './cpu-quota.ts'
import type { Evidence } from './diagnosis.ts'

/** What there is on this machine to tell whose time a stall was. */
export function findEvidence(): Evidence {
  const told = readHost()
  return {
    source: noiseSource,
    steal: told.stealMs !== undefined,
    throttling: told.throttledMs !== undefined,
    pressure: told.pressureMs !== undefined,
    cpuQuota: cpuQuota(),
  }
}

import { cpus, loadavg, release, totalmem } from 'node:os'
import { hasSchedstat } from './clock.mjs'

/** What a reader must know to compare these figures with others. */
export function conditions() {
  const [{ model }] = cpus()
  return {
    date: new Date().toISOString(),
    node: process.version,
    platform: `${process.platform} ${release()} ${process.arch}`,
    cpus: `${cpus().length} × ${model.trim()}`,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    load: loadavg().map((load) => Number(load.toFixed(2))),
    schedstat: hasSchedstat(),
  }
}

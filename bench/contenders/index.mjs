import { blockedPackage } from './blocked.mjs'
import { blockedAtPackage } from './blocked-at.mjs'
import { delayMonitor } from './delay-monitor.mjs'
import { immediateCanary } from './immediate-canary.mjs'
import { intervalCanary } from './interval-canary.mjs'
import { loopCanary } from './loop-canary.mjs'

/**
 * Everything that is compared, this package first. A contender has a `name` and `watch(subject)`, which calls the subject
 * and resolves with the longest stall that it saw, in ms.
 *
 * @param {number} [periodMs] - how often those that sample do so; their own default when left out
 */
export const contenders = (periodMs) => [
  loopCanary(),
  immediateCanary(),
  intervalCanary(periodMs),
  delayMonitor(periodMs),
  blockedPackage(periodMs),
  blockedAtPackage(),
]

/** The finest period that all of them can do, for measurements where accuracy counts. */
export const FINEST_MS = 1

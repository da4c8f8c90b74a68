import type { CanaryName } from '../report.ts'
import type { Sentinel } from '../sentinel/sentinel.ts'
import type { Canary } from './canary.ts'
import { type CheckPhaseListener, ImmediateCanary } from './immediate.ts'
import { SocketCanary } from './socket.ts'
import { TimerCanary } from './timer.ts'
import { WorkerCanary } from './worker.ts'

/** What canaries need of the watch that they ride along with. */
export interface Ride {
  sentinel: Sentinel
  timerPeriodMs: number
  onCheckPhase: CheckPhaseListener
  onTimersPhase(): void
}

// A connection is worth keeping for the next watch.
const socket = new SocketCanary()

/** How to get each canary: a new one is one new file and one line here. */
export const makers: Partial<Record<CanaryName, (ride: Ride) => Canary>> = {
  timer: (ride) => new TimerCanary(ride.timerPeriodMs, ride.onTimersPhase),
  immediate: (ride) => new ImmediateCanary(ride.onCheckPhase),
  socket: () => socket,
  worker: (ride) => new WorkerCanary(ride.sentinel),
}

import type { Traffic } from '../options.ts'
import type { CanaryName } from '../report.ts'
import type { Sentinel } from '../sentinel/sentinel.ts'
import type { Canary } from './canary.ts'
import { HttpCanary } from './http.ts'
import { type CheckPhaseListener, ImmediateCanary } from './immediate.ts'
import { lineOverPort, lineOverSocket } from './lines.ts'
import { SocketCanary } from './socket.ts'
import { TimerCanary } from './timer.ts'
import { TrafficCanary } from './traffic.ts'
import { WorkerCanary } from './worker.ts'

/** What canaries need of their watch. */
export interface CanaryContext {
  sentinel: Sentinel
  timerPeriodMs: number
  onCheckPhase: CheckPhaseListener
  traffic: Traffic
}

// A connection is worth keeping for the next watch.
const socket = new SocketCanary()

/** How to get each canary: a new one is one new file and one line here. */
export const makers: Partial<Record<CanaryName, (context: CanaryContext) => Canary>> = {
  timer: (context) => new TimerCanary(context.timerPeriodMs),
  immediate: (context) => new ImmediateCanary(context.onCheckPhase),
  socket: ({ traffic }) => (traffic.socket ? new TrafficCanary(lineOverSocket, socket) : socket),
  worker({ sentinel, traffic }) {
    const canary = new WorkerCanary(sentinel)
    return traffic.worker ? new TrafficCanary(lineOverPort, canary) : canary
  },
  http: ({ traffic }) => new HttpCanary(traffic.http ?? {}),
}

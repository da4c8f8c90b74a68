import { assertionCost } from './assertion-cost.mjs'
import { budgetVerdicts } from './budget-verdicts.mjs'
import { callCost } from './call-cost.mjs'
import { coldStart } from './cold-start.mjs'
import { httpLatency } from './http-latency.mjs'
import { idleSockets } from './idle-sockets.mjs'
import { knownCauses } from './known-causes.mjs'
import { pollVerdicts } from './poll-verdicts.mjs'
import { promiseCost } from './promise-cost.mjs'
import { sentinelCost } from './sentinel-cost.mjs'
import { stallError } from './stall-error.mjs'
import { turnCost } from './turn-cost.mjs'
import { waitingCost } from './waiting-cost.mjs'

/** Every section measures one thing and returns rows of the table: a new one is one new file and one line here. */
export const sections = {
  assertionCost,
  turnCost,
  callCost,
  waitingCost,
  promiseCost,
  coldStart,
  sentinelCost,
  stallError,
  budgetVerdicts,
  pollVerdicts,
  knownCauses,
  httpLatency,
  idleSockets,
}

// What there is once in every thread; see engine.ts.
export { noteInconclusive } from './inconclusive-count.ts'
export { Charge } from './patrol/charge.ts'
export { currentPatrol, endPatrol, startPatrol } from './patrol/current.ts'
export { epochNow } from './realm.ts'
export { watch } from './watch/watch.ts'

import { now } from '../lib/clock.mjs'
import { watchLoop } from '../lib/loop-canary.mjs'
import { Samples } from '../lib/stats.mjs'
import { cpuOfTurns } from '../lib/turns.mjs'

const NAME = 'loop-canary'
const SOCKETS = 10_000
const WATCHES = 50
const TURNS = 20_000

/** What idle connections add to a watch, and to a turn in one: as many watches of each sort in turn. */
export async function idleSockets({ idleRounds }) {
  const watches = { 0: new Samples(), [SOCKETS]: new Samples() }
  const turns = { 0: new Samples(), [SOCKETS]: new Samples() }
  let held = 0
  for (let round = 0; round < idleRounds; round++) {
    for (const sockets of [0, SOCKETS]) {
      const load = { sockets }
      const calledAt = []
      const report = await watchLoop(() => void calledAt.push(now()), { load, runs: WATCHES })
      held = Math.max(held, report.heldSockets)
      for (let watch = 1; watch < WATCHES; watch++) watches[sockets].add(NAME, calledAt[watch] - calledAt[watch - 1])
      let perTurn
      await watchLoop(
        async () => {
          perTurn = await cpuOfTurns(TURNS)
        },
        { load },
      )
      turns[sockets].add(NAME, perTurn)
    }
  }
  const count = held.toLocaleString('en')
  return [
    { what: 'from one watch to the next, wall', unit: 'ms', cells: watches[0].summary() },
    { what: `… with ${count} idle connections`, unit: 'ms', cells: watches[SOCKETS].summary() },
    { what: `${TURNS.toLocaleString('en')} watched turns, CPU of one`, unit: 'µs', cells: turns[0].summary() },
    { what: `… with ${count} idle connections`, unit: 'µs', cells: turns[SOCKETS].summary() },
  ]
}

import { nextTurn } from './wait.mjs'

/**
 * Interleaves contenders: round after round, so that a disturbance of the machine meets all of them alike. The first
 * contender takes part in every round, the others in every `peersEvery`-th.
 */
export async function interleave(contenders, { rounds, peersEvery = 1 }, measure) {
  for (let round = 0; round < rounds; round++) {
    for (const [index, contender] of contenders.entries()) {
      if (index > 0 && round % peersEvery !== 0) continue
      await nextTurn()
      await measure(contender, round)
    }
  }
}

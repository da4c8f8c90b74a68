import { nothing } from '../contenders/nothing.mjs'
import { interleave } from './rounds.mjs'
import { Samples } from './stats.mjs'

/**
 * What watching adds to a figure that the subject itself measures: in every round the subject runs alone first, and then
 * under each contender.
 *
 * @param {(name: string) => Promise<number>} subject - resolves with the figure
 * @param {(watched: number, alone: number) => number} compare
 */
export async function overhead(contenders, pace, subject, compare) {
  const watched = new Samples()
  const compared = new Samples()
  let alone
  await subject(nothing.name)
  for (let round = 0; round < pace.rounds; round++) {
    const takingPart = round % pace.peersEvery === 0 ? contenders : contenders.slice(0, 1)
    await interleave([nothing, ...takingPart], { rounds: 1 }, async ({ name, watch }) => {
      let figure
      await watch(async () => {
        figure = await subject(name)
      })
      watched.add(name, figure)
      if (name === nothing.name) alone = figure
      else compared.add(name, compare(figure, alone))
    })
  }
  return { watched: watched.summary(), compared: compared.summary() }
}

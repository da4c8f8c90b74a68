import process from 'node:process'

const NODES = ['24', '22', '26']

/**
 * Those of many ways to start a runner that are tried here: on each Node another third, so that a gate that runs the tests on three Nodes tries
 * each way once; or the first few of that third, where a way takes long. `EVERY_WAY=1` tries all of them.
 */
export function waysHere<T>(ways: readonly T[], most = Number.POSITIVE_INFINITY): readonly T[] {
  if (process.env.EVERY_WAY) return ways
  const place = Math.max(0, NODES.indexOf(process.version.slice(1, 3)))
  return ways.filter((_, index) => index % NODES.length === place).slice(0, most)
}

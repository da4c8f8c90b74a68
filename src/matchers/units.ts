/** From five digits on a number is read in groups. To group them costs 0.1 ms, so it is done where it shows. */
const MANY_DIGITS = 10_000

/** A duration for people: as many digits as matter. */
export function formatMs(ms: number): string {
  const digits = ms >= 100 ? 0 : ms >= 1 ? 1 : 2
  const rounded = Number(ms.toFixed(digits))
  return `${rounded >= MANY_DIGITS ? rounded.toLocaleString('en-US') : rounded} ms`
}

/** A count with its noun, in the singular where it is one. */
export function count(number: number, noun: string): string {
  return `${number < 1000 ? number : number.toLocaleString('en-US')} ${noun}${number === 1 ? '' : 's'}`
}

const SIZES = [
  ['GB', 1e9],
  ['MB', 1e6],
  ['kB', 1e3],
] as const

/** A size for people: two digits at least, and no more than matter. */
export function formatBytes(bytes: number): string {
  const [unit, size] = SIZES.find(([, size]) => bytes >= size) ?? []
  if (!unit) return count(bytes, 'byte')
  const amount = bytes / size
  return `${Number(amount.toFixed(amount >= 10 ? 0 : 1)).toLocaleString('en-US')} ${unit}`
}

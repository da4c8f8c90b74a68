/** From five digits on a number is read in groups. To group them costs 0.1 ms, so it is done where it shows. */
const MANY_DIGITS = 10_000

/** As many digits behind the point as matter. */
const digitsOf = (ms: number): number => (ms >= 100 ? 0 : ms >= 1 ? 1 : 2)

/** A duration for people: as many digits as matter. */
export const formatMs = (ms: number): string => withUnit(Number(ms.toFixed(digitsOf(ms))))

/** Parts of a duration as they are told beside it: in the digits that it has, and rounded so that they add up to it. */
export function formatParts(ofMs: number, parts: readonly number[]): string[] {
  const digits = digitsOf(ofMs)
  let exact = 0
  let told = 0
  return parts.map((part) => {
    exact += part
    const rounded = Number((exact - told).toFixed(digits))
    told += rounded
    return withUnit(rounded)
  })
}

const withUnit = (rounded: number): string => `${rounded >= MANY_DIGITS ? rounded.toLocaleString('en-US') : rounded} ms`

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

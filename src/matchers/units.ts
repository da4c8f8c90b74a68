/** A duration for people: as many digits as matter. */
export function formatMs(ms: number): string {
  const digits = ms >= 100 ? 0 : ms >= 1 ? 1 : 2
  return `${Number(ms.toFixed(digits))} ms`
}

/** A count with its noun, in the singular where it is one. */
export function count(number: number, noun: string): string {
  return `${number.toLocaleString('en-US')} ${noun}${number === 1 ? '' : 's'}`
}

/** A duration for people, with as many digits as matter: "0.41 µs", "3.7 ms", "212 ms", "2 s". */
export function formatTime(ms: number): string {
  if (ms >= 1000) return `${digits(ms / 1000)} s`
  return ms > 0 && ms < 0.1 ? `${Number((ms * 1000).toPrecision(2))} µs` : `${digits(ms)} ms`
}

function digits(number: number): number {
  const magnitude = Math.abs(number)
  return Number(number.toFixed(magnitude >= 100 ? 0 : magnitude >= 1 ? 1 : 2))
}

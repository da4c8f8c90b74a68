/** Median, 99th percentile, maximum and number of samples. */
export function summarize(samples) {
  const sorted = samples.toSorted((one, other) => one - other)
  const at = (share) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]
  return { p50: at(0.5), p99: at(0.99), max: at(1), n: sorted.length }
}

/** Samples by contender, summarized. */
export const summarizeEach = (samples) =>
  Object.fromEntries(Object.entries(samples).map(([name, list]) => [name, summarize(list)]))

/** Collects samples under names. */
export class Samples {
  byName = {}

  add(name, sample) {
    this.byName[name] ??= []
    this.byName[name].push(sample)
  }

  summary() {
    return summarizeEach(this.byName)
  }
}

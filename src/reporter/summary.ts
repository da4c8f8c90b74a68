import type { Inconclusive } from '../matchers/inconclusive.ts'
import { oneLine } from '../one-line.ts'

/** More lines than this nobody reads at the end of a run. */
const LISTED = 10

/**
 * What a reporter prints at the end of a run; nothing when every assertion came to a verdict.
 *
 * ```
 * loop-canary: 1 assertion was inconclusive
 *   csv.test.ts > imports: toNotBlockLoopFor: blocked for 54 ms; the machine took up to 80 of 92 ms: suspended for 38 ms
 * ```
 */
export function summary(all: readonly Inconclusive[]): string {
  if (all.length === 0) return ''
  const lines = all.slice(0, LISTED).map(({ file, test, matcher, why }) => {
    const where = [file, test].filter(Boolean).join(' > ')
    return `  ${[where, matcher, why].filter(Boolean).map(oneLine).join(': ')}`
  })
  if (all.length > LISTED) lines.push(`  and ${all.length - LISTED} more`)
  return [countInconclusive(all.length), ...lines].join('\n')
}

/** The first line of it. */
export function countInconclusive(count: number): string {
  return `loop-canary: ${count === 1 ? '1 assertion was' : `${count} assertions were`} inconclusive`
}

/** That budgets were multiplied, and by what; nothing where they were not. */
export function describeScale(scales: readonly number[]): string {
  const others = [...new Set(scales)].filter((scale) => scale !== 1)
  return others.length === 0 ? '' : `loop-canary: every budget was multiplied by ${others.join(' and ')} (\`scale\`)`
}

/** The answer that a report gives to a yes-or-no question. `unknown` when its readings contradict each other. */
export type Finding = 'yes' | 'no' | 'unknown'

/** The answer to the opposite question. */
export const opposite: Record<Finding, Finding> = { yes: 'no', no: 'yes', unknown: 'unknown' }

/** What becomes of a test. */
export type Verdict = 'pass' | 'fail' | 'inconclusive'

/** Turns the answer to a question into a verdict, given the answer that the test wants. */
export function toVerdict(finding: Finding, wanted: boolean): Verdict {
  if (finding === 'unknown') return 'inconclusive'
  return (finding === 'yes') === wanted ? 'pass' : 'fail'
}

import { stackLine } from '../blame/stack-line.ts'
import { anatomy } from '../matchers/evidence.ts'
import { culpritOf, describeSite, describeStop, siteList } from '../matchers/sites.ts'
import { formatMs } from '../matchers/units.ts'
import type { ChargedStall } from '../patrol/charge.ts'
import type { Position } from '../report.ts'

const ADVICE = [
  'Give the loop a turn every few ms (await setImmediate), move the work to a worker,',
  'or allow it: loopSafe.allow(() => …) from loop-canary, or a rule in the option `allow`.',
]

/** The error that a test fails with when it has blocked the loop. Its stack begins with the line that blocked. */
export class LoopBlockedError extends Error {
  override name = 'LoopBlockedError'

  /**
   * @param whose - the subject of the message's first line
   * @param stalls - what was found, at least one
   * @param maxStall - the limit, in ms
   */
  constructor(whose: string, stalls: readonly ChargedStall[], maxStall: number) {
    const worst = stalls.toSorted((one, other) => other.chargedMs - one.chargedMs || other.ms - one.ms)[0]!
    super(describe(whose, worst, stalls.length - 1, maxStall))
    this.stack = [`${this.name}: ${this.message}`, ...blamed(worst).map(stackLine)].join('\n')
  }
}

function describe(whose: string, stall: ChargedStall, others: number, maxStall: number): string {
  const site = culpritOf(stall)
  const by = site ? `, by ${describeSite(site)}` : ''
  const received = stall.stopped ? describeStop(stall.ms, site) : `blocked for ${formatMs(stall.ms)}${by}`
  return [
    `${whose} blocked the event loop`,
    '',
    `Expected: the event loop free at least every ${maxStall} ms (the guard's \`maxStall\`)`,
    `Received: ${received}${others > 0 ? `, and ${others} more such` : ''}`,
    '',
    ...anatomy({ longestStall: stall, noise: { source: stall.source } }),
    ...siteList(stall),
    ...ADVICE.map((line) => `  ${line}`),
  ].join('\n')
}

function blamed(stall: ChargedStall): Position[] {
  const site = culpritOf(stall)
  return site ? [site, ...site.callers] : []
}

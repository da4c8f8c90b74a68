import { stackLine } from '../blame/stack-line.ts'
import { anatomy } from '../matchers/evidence.ts'
import { culpritOf, describeSite, describeStop, siteList } from '../matchers/sites.ts'
import { formatMs } from '../matchers/units.ts'
import type { ChargedStall } from '../patrol/charge.ts'
import type { Position } from '../report.ts'
import type { ResolvedGuardOptions } from './options.ts'

const ADVICE = [
  'Give the loop a turn every few ms (await setImmediate), move the work to a worker,',
  'or allow it: loopSafe.allow(() => …) from loop-canary, or a rule in the option `allow`.',
]

/** What of the guard's options says how long is too long. */
type Limit = Pick<ResolvedGuardOptions, 'maxStall' | 'scale'>

/** The error that a test fails with when it has blocked the loop. Its stack begins with the line that blocked. */
export class LoopBlockedError extends Error {
  override name = 'LoopBlockedError'

  /**
   * @param whose - the subject of the message's first line
   * @param stalls - what was found, at least one
   * @param limit - the guard's options
   */
  constructor(whose: string, stalls: readonly ChargedStall[], limit: Limit) {
    const worst = stalls.toSorted((one, other) => other.chargedMs - one.chargedMs || other.ms - one.ms)[0]!
    super(describe(whose, worst, stalls.length - 1, limit))
    this.stack = [`${this.name}: ${this.message}`, ...blamed(worst).map(stackLine)].join('\n')
  }
}

function describe(whose: string, stall: ChargedStall, others: number, { maxStall, scale }: Limit): string {
  const limit = `every ${formatMs(maxStall * scale)} (the guard's \`maxStall\`${scale === 1 ? '' : `, ${formatMs(maxStall)} × ${scale}`})`
  return [
    `${whose} ${stall.isCertain ? 'blocked' : 'may have blocked'} the event loop`,
    '',
    `Expected: the event loop free at least ${limit}`,
    `Received: ${describeStall(stall)}${others > 0 ? `, and ${others} more such` : ''}`,
    '',
    ...anatomy({ longestStall: stall, noise: { source: stall.source } }),
    ...siteList(stall),
    ...ADVICE.map((line) => `  ${line}`),
  ].join('\n')
}

function describeStall(stall: ChargedStall): string {
  const { ms, stopped, isCertain, chargedMs, chargedAtMostMs, doubts } = stall
  const site = culpritOf(stall)
  if (stopped) return describeStop(ms, site)
  const by = site ? `, by ${describeSite(site)}` : ''
  if (isCertain) return `blocked for ${formatMs(ms)}${by}`
  const why = doubts.length > 0 ? doubts.join(', ') : 'poll may have been visited in it'
  return `inconclusive: blocked for ${formatMs(Math.max(0, chargedMs))} to ${formatMs(chargedAtMostMs)}${by}; ${why}`
}

function blamed(stall: ChargedStall): Position[] {
  const site = culpritOf(stall)
  return site ? [site, ...site.callers] : []
}

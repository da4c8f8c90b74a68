import { unexpected } from '../bad-input.ts'
import { type HttpTraffic, isHttpUrl, isRate, serverOf } from '../options.ts'
import type { Percentile } from '../verdict/progressed.ts'
import { defineMatcher, type Matcher } from './define-matcher.ts'
import { type ProgressOptions, progressQuestion } from './to-let.ts'

/** Options of `toLetHttpRespond`. One of `url` and `server` says who is asked; with neither it is a server that only answers. */
export interface HttpOptions extends ProgressOptions, HttpTraffic {
  /**
   * The share of the requests that `within` is asked of, in percent: 50, 90, 99 or 100.
   *
   * @default 99
   */
  percentile?: Percentile
}

const PERCENTILES: readonly unknown[] = [50, 90, 99, 100]

/** Passes when an HTTP server in this thread answers requests while the subject runs. */
export const toLetHttpRespond: Matcher<[], HttpOptions> = defineMatcher<[], HttpOptions>(
  'toLetHttpRespond',
  0,
  ({ url, server, rate, percentile = 99, within, atLeast }: HttpOptions = {}) => {
    check({ url, server, rate, percentile })
    const http = Object.fromEntries(Object.entries({ url, server, rate }).filter(([, value]) => value !== undefined))
    return progressQuestion(
      'http',
      { noun: 'request', served: 'answered', one: 'a request' },
      { within, atLeast, percentile },
      { http },
    )
  },
  { takes: ['within', 'atLeast', 'percentile', 'url', 'server', 'rate'], refuses: ['clock'] },
)

/** @throws TypeError when an option has a bad value. */
function check({ url, server, rate, percentile }: HttpOptions): void {
  if (url !== undefined && !isHttpUrl(url)) {
    throw unexpected('the `url` option', "an http: address such as 'http://127.0.0.1:3000/health'", url)
  }
  if (server !== undefined && serverOf(server) === undefined) {
    throw unexpected('the `server` option', 'a server of node:http on a port, as `app.listen()` returns', server)
  }
  if (url !== undefined && server !== undefined) {
    throw new TypeError('Expected one of the options `url` and `server`, got both')
  }
  if (!isRate(rate)) throw unexpected('the `rate` option', 'a number of requests in a second, 1 to 10000', rate)
  if (!PERCENTILES.includes(percentile)) throw unexpected('the `percentile` option', '50, 90, 99 or 100', percentile)
}

import { expect, test } from 'vitest'
import { usersFrames } from '../../src/blame/foreign.ts'

const modules = '/home/me/app/node_modules'

/** The functions that may be to blame, of a stack of scripts, innermost first. */
const usersOf = (...urls: string[]): string[] =>
  usersFrames(urls.map((url) => ({ function: '', url, line: 1, column: 1 }))).map(({ url }) => url)

test('what a reporter of Jest has called is its own', () => {
  const reporter = `${modules}/@jest/reporters/build/index.js`
  expect(usersOf(`${modules}/string-length/index.js`, reporter, 'node:events')).toEqual([])
  expect(usersOf(`${modules}/char-regex/index.js`, '', `${modules}/string-length/index.js`, reporter)).toEqual([])
  // A reporter of the user's own may be what blocks.
  expect(usersOf(`${modules}/ms/index.js`, '/home/me/app/reporter.js', `${modules}/@jest/core/build/index.js`)).toEqual(
    [`${modules}/ms/index.js`, '/home/me/app/reporter.js'],
  )
})

test('what a package of the user does is told, with who has called it', () => {
  const user = '/home/me/app/src/csv.js'
  expect(usersOf(`${modules}/csv-parse/index.js`, user, `${modules}/jest-circus/build/index.js`)).toEqual([
    `${modules}/csv-parse/index.js`,
    user,
  ])
})

import { stat } from 'node:fs'
import { describe, test } from 'vitest'
import { companies, expectStallsOfItsTurns, type Program } from '../support/programs.ts'
import { immediate, sleep } from '../support/waits.ts'
import '../support/unobserved.ts'

/** Chunks with a visit to poll between them are stalls of their own. */
const apart: [string, number[], Program][] = [
  [
    'the call, then an immediate',
    [1, 1],
    (burn, done) => {
      setImmediate(() => {
        burn()
        done()
      })
      burn()
    },
  ],
  [
    'the call, then a timer',
    [1, 1],
    (burn, done) => {
      setTimeout(() => {
        burn()
        done()
      }, 1)
      burn()
    },
  ],
  [
    'the call, then a poll callback',
    [1, 1],
    (burn, done) => {
      stat('.', () => {
        burn()
        done()
      })
      burn()
    },
  ],
  [
    'immediates',
    [1, 1, 1, 1],
    async (burn, done) => {
      for (let chunk = 0; chunk < 4; chunk++) {
        burn()
        await immediate()
      }
      done()
    },
  ],
  [
    'immediates, while a file is read meanwhile',
    [1, 1, 1, 1],
    async (burn, done) => {
      for (let chunk = 0; chunk < 4; chunk++) {
        if (chunk === 1) stat('.', () => {})
        burn()
        await immediate()
      }
      done()
    },
  ],
  [
    'timers',
    [1, 1, 1, 1],
    async (burn, done) => {
      for (let chunk = 0; chunk < 4; chunk++) {
        burn()
        await sleep(1)
      }
      done()
    },
  ],
  [
    'poll callbacks',
    [1, 1, 1],
    (burn, done) => {
      stat('.', () => {
        burn()
        stat('.', () => {
          burn()
          stat('.', () => {
            burn()
            done()
          })
        })
      })
    },
  ],
  [
    'chunks of different lengths',
    [3, 1, 2],
    async (burn, done) => {
      for (const burns of [3, 1, 2]) {
        for (let count = 0; count < burns; count++) burn()
        await immediate()
      }
      done()
    },
  ],
  [
    'an immediate, then a poll callback',
    [1, 1],
    (burn, done) => {
      setImmediate(() => {
        stat('.', () => {
          burn()
          done()
        })
        burn()
      })
    },
  ],
]

describe.each(companies)('%s', (_name, company) => {
  test.each(apart)('stalls of their own: %s', async (_what, turns, program) => {
    await expectStallsOfItsTurns(program, turns, company)
  })
})

import { stat } from 'node:fs'
import { describe, test } from 'vitest'
import { expectStallsOfItsTurns, type Program, surroundings } from '../support/programs.ts'
import '../support/unobserved.ts'

/** Several phases of one turn keep the loop from poll as one. */
const together: [string, Program][] = [
  [
    'the call and its microtasks',
    (burn, done) => {
      burn()
      queueMicrotask(() => {
        burn()
        done()
      })
    },
  ],
  [
    'the call and its ticks',
    (burn, done) => {
      burn()
      process.nextTick(() => {
        burn()
        done()
      })
    },
  ],
  [
    'two immediates',
    (burn, done) => {
      setImmediate(burn)
      setImmediate(() => {
        burn()
        done()
      })
    },
  ],
  [
    'an immediate and its microtasks',
    (burn, done) => {
      setImmediate(() => {
        burn()
        queueMicrotask(() => {
          burn()
          done()
        })
      })
    },
  ],
  [
    'two timers of one list',
    (burn, done) => {
      setTimeout(burn, 5)
      setTimeout(() => {
        burn()
        done()
      }, 5)
    },
  ],
  [
    'a poll callback, then an immediate',
    (burn, done) => {
      stat('.', () => {
        setImmediate(() => {
          burn()
          done()
        })
        burn()
      })
    },
  ],
  [
    'an immediate, then a timer that is due',
    (burn, done) => {
      setImmediate(() => {
        setTimeout(() => {
          burn()
          done()
        }, 1)
        burn()
      })
    },
  ],
  [
    'a poll callback, then a timer that is due',
    (burn, done) => {
      stat('.', () => {
        setTimeout(() => {
          burn()
          done()
        }, 1)
        burn()
      })
    },
  ],
  [
    'a poll callback, an immediate, and a timer that is due',
    (burn, done) => {
      stat('.', () => {
        setTimeout(() => {
          burn()
          done()
        }, 1)
        setImmediate(burn)
        burn()
      })
    },
  ],
]

describe.each(surroundings)('%s', (_name, around) => {
  test.each(together)('one stall: %s', async (_what, program) => {
    await expectStallsOfItsTurns(program, around)
  })
})

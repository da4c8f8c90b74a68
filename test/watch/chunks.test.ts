import { stat } from 'node:fs'
import { describe, test } from 'vitest'
import { expectStallsOfItsTurns, type Program, surroundings } from '../support/programs.ts'
import { immediate, sleep } from '../support/waits.ts'
import '../support/unobserved.ts'

/** A program in a loop that turns without a pause, and does next to nothing in each turn. */
const whileTurningFast =
  (program: Program): Program =>
  (burn, done) => {
    let immediate = setImmediate(function again() {
      immediate = setImmediate(again)
    })
    const stop = (): void => {
      clearImmediate(immediate)
      done()
    }
    setTimeout(() => program(burn, stop), 10)
  }

/** Chunks with a visit to poll between them are stalls of their own. */
const apart: [string, Program][] = [
  [
    'the call, then an immediate',
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
  [
    'a timer, then a poll callback that was ready meanwhile',
    (burn, done) => {
      setTimeout(() => {
        stat('.', () => {
          burn()
          done()
        })
        burn()
      }, 5)
    },
  ],
  [
    'a poll callback, later a timer, then a poll callback that was ready meanwhile',
    (burn, done) => {
      stat('.', () => {
        setTimeout(() => {
          stat('.', () => {
            burn()
            done()
          })
          burn()
        }, 5)
        burn()
      })
    },
  ],
  [
    'a poll callback with a timer that is due, then a poll callback that was ready meanwhile',
    (burn, done) => {
      stat('.', () => {
        stat('.', () => {
          burn()
          done()
        })
        setTimeout(burn, 1)
        burn()
      })
    },
  ],
  [
    'a timer that falls due in the check phase, then a poll callback that was ready meanwhile',
    (burn, done) => {
      setTimeout(() => {
        stat('.', () => {
          setImmediate(() => {
            const end = performance.now() + 1.5
            while (performance.now() < end);
          })
          setTimeout(() => {
            stat('.', () => {
              burn()
              done()
            })
            burn()
          }, 1)
        })
      }, 5)
    },
  ],
  [
    'in a loop that turns fast, a timer, then a poll callback that was ready meanwhile',
    whileTurningFast((burn, done) => {
      stat('.', () => {
        burn()
        done()
      })
      burn()
    }),
  ],
  [
    'in a loop that turns fast, an immediate, then a poll callback that was ready meanwhile',
    whileTurningFast((burn, done) => {
      setImmediate(() => {
        stat('.', () => {
          burn()
          done()
        })
        burn()
      })
    }),
  ],
  [
    'a poll callback with an immediate, then a poll callback that was ready meanwhile',
    (burn, done) => {
      stat('.', () => {
        setImmediate(() => {
          stat('.', () => {
            burn()
            done()
          })
          burn()
        })
        burn()
      })
    },
  ],
]

describe.each(surroundings)('%s', (_name, around) => {
  test.each(apart)('stalls of their own: %s', async (_what, program) => {
    await expectStallsOfItsTurns(program, around)
  })
})

import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'host'

// Each takes three tenths of the time that a test has, one after the other.
for (const name of ['passes: first', 'passes: second', 'fails: third', 'fails: fourth', 'fails: fifth']) {
  test.concurrent(name, async () => {
    await expect(() => sleep(3000)).toYieldToPoll()
  })
}

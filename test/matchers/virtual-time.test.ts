import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import '../../src/vitest.ts'

const HOUR_MS = 3_600_000

test('a poller that real time was too short for is neither praised nor blamed, and why is said', {
  timeout: 5000,
}, async () => {
  const work = async (): Promise<void> => {
    for (;;) {
      await turn()
      // The real time passes asleep as well.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5)
    }
  }
  await expect(
    expect(work).toKeepYieldingFor(HOUR_MS, { clock: 'virtual', budget: 5000, strict: true }),
  ).rejects.toThrow(
    /inconclusive: blocked for .* at worst, with [\d,]+ visits to poll; only [\d.]+ ms of virtual time had gone by when the real time was up/,
  )
})

import { setImmediate as immediate } from 'node:timers/promises'

export { setImmediate as immediate, setTimeout as sleep } from 'node:timers/promises'

/** Lets the loop turn that often. */
export async function turnsOfTheLoop(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await immediate()
}

/** A promise that the test settles when it likes. */
export function gate(): { promise: Promise<void>; open: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>()
  return { promise, open: resolve }
}

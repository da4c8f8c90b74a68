import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { type Site, type WatchOptions, watchLoop } from '../../src/index.ts'
import { burn } from '../support/burn.ts'
import { immediate, sleep } from '../support/waits.ts'

const options: WatchOptions = { budget: 20, stopAfter: 10_000 }

const cpuMs = (): number => {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

function shorter(): void {
  const end = cpuMs() + 150
  while (cpuMs() < end);
}

function longer(): void {
  const end = cpuMs() + 450
  while (cpuMs() < end);
}

const shareOf = (sites: Site[], names: string[]): number =>
  sites
    .filter((site) => names.some((name) => [site, ...site.callers].some((frame) => frame.function === name)))
    .reduce((sum, { share }) => sum + share, 0)

/** One look may find what comes before or behind, which takes a moment where it is compiled first. */
const NEARLY_ALL = 0.7

describe('a stall that lasts is looked at', () => {
  test('several functions in one call, with their shares', async () => {
    const { longestStall } = await watchLoop(() => {
      shorter()
      longer()
    }, options)
    expect(longestStall.kind).toBe('sync')
    expect(longestStall.stopped).toBe(false)
    const { sites } = longestStall
    expect(sites.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1)
    expect(shareOf(sites, ['longer'])).toBeGreaterThan(shareOf(sites, ['shorter']))
    expect(shareOf(sites, ['shorter', 'longer'])).toBeGreaterThan(NEARLY_ALL)
  })

  test('the place is that of the source, with who called it', async () => {
    const outer = () => longer()
    const { longestStall } = await watchLoop(outer, options)
    const frames = [longestStall.sites[0]!, ...longestStall.sites[0]!.callers]
    const place = frames.find((frame) => frame.function === 'longer')!
    expect(place.file).toBe(fileURLToPath(import.meta.url))
    expect([20, 21]).toContain(place.line)
    expect(frames.map((frame) => frame.function)).toContain('outer')
  })

  test('when it is over soon behind its budget, and comes again', async () => {
    const { stalls } = await watchLoop(
      async () => {
        for (let round = 0; round < 8; round++) {
          burn(115)
          await immediate()
        }
      },
      { ...options, budget: 100 },
    )
    expect(stalls.map(({ sites }) => shareOf(sites, ['burn']))).toContainEqual(expect.closeTo(1))
  })

  test('in a later turn', async () => {
    const { stalls } = await watchLoop(async () => {
      await sleep(30)
      longer()
    }, options)
    expect(shareOf(stalls[0]!.sites, ['longer'])).toBeGreaterThan(NEARLY_ALL)
  })

  test('one of several', async () => {
    const { stalls } = await watchLoop(async () => {
      shorter()
      await immediate()
      longer()
    }, options)
    const [first, second] = stalls
    expect(shareOf(first!.sites, ['longer'])).toBeGreaterThan(NEARLY_ALL)
    expect(shareOf(first!.sites, ['shorter'])).toBe(0)
    expect(shareOf(second!.sites, ['shorter'])).toBeGreaterThan(NEARLY_ALL)
    expect(shareOf(second!.sites, ['longer'])).toBe(0)
  })

  test('promises that are resolved already', async () => {
    async function spin(): Promise<void> {
      const end = cpuMs() + 400
      while (cpuMs() < end) await null
    }
    const { longestStall } = await watchLoop(spin, options)
    expect(longestStall.kind).toBe('microtasks')
    const files = longestStall.sites.flatMap((site) => [site, ...site.callers]).map((frame) => frame.file)
    // On Node 22, where one cannot step on, every look may find the thread between two of them.
    if (!process.version.startsWith('v22.')) expect(files).not.toEqual([])
    expect(files.filter((file) => file !== fileURLToPath(import.meta.url))).toEqual([])
  })

  test('ticks', async () => {
    const { longestStall } = await watchLoop(
      () =>
        new Promise<void>((resolve) => {
          const end = cpuMs() + 400
          const again = (): unknown => (cpuMs() < end ? process.nextTick(again) : resolve())
          again()
        }),
      options,
    )
    expect(longestStall.kind).toBe('nextTicks')
  })
})

describe('nobody is looked at', () => {
  test('in a watch within its budget', async () => {
    const { stalls, limitations } = await watchLoop(
      async () => {
        for (let chunk = 0; chunk < 10; chunk++) {
          burn(5)
          await immediate()
        }
      },
      { budget: 200 },
    )
    expect(stalls.flatMap(({ sites }) => sites)).toEqual([])
    expect(limitations.filter((line) => /inspector|detector/.test(line))).toEqual([])
  })

  test('while the loop only waits', async () => {
    const { stalls, outcome } = await watchLoop(() => sleep(400), { budget: 20, stopAfter: 100 })
    expect(outcome).toEqual({ kind: 'resolved' })
    expect(stalls.flatMap(({ sites }) => sites)).toEqual([])
  })
})

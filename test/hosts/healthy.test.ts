import { type ChildProcess, spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { expect, test } from 'vitest'
import { createProject, specFiles } from '../support/runner.ts'
import { vitestSetUp } from '../support/set-ups.ts'

/** `ROUNDS=100` for statistics: 2,000 watches beside four busy processes, in a project of 3,000 modules. */
const ROUNDS = Number(process.env.ROUNDS ?? 1)
const isSlice = ROUNDS === 1
const WATCHES = 20 * ROUNDS
const MODULES = isSlice ? 300 : 3000
const BUSY = isSlice ? availableParallelism() : 4

/** The function works in chunks of 2 ms. Now and then a busy machine lets a thread sleep for longer than that, which counts as its own. */
const BUDGET_MS = isSlice ? 200 : 20

interface Told {
  watches: number
  /** The stalls of watches that would have failed. */
  failed: { pausedMs: number }[]
  /** How many longer functions there were, and which of them were stopped. */
  long: number
  stopped: object[]
}

function modules(): Record<string, string> {
  const numbers = Array.from({ length: MODULES }, (_, number) => number)
  const files = numbers.map((number) => [
    `modules/${number}.js`,
    `export const name = 'module ${number}'\nexport const length = (one) => one.length + ${number}\n`,
  ])
  const imports = numbers.map((number) => `import * as module${number} from './${number}.js'\n`)
  const index = `${imports.join('')}export const modules = [${numbers.map((number) => `module${number}`).join(', ')}]\n`
  return { ...Object.fromEntries(files), 'modules/index.js': index }
}

/** Does not outlive the one that has started it. */
const BUSY_LOOP = `
  const isAlone = () => process.ppid !== Number(process.argv[1])
  while (!isAlone()) for (const end = Date.now() + 100; Date.now() < end; );
`

const startBusy = (): ChildProcess =>
  spawn(process.execPath, ['-e', BUSY_LOOP, String(process.pid)], { stdio: 'ignore' })

test(`of ${WATCHES} watches of a healthy function beside ${BUSY} busy processes none fails for being looked at, and no other is stopped before its time`, async () => {
  const files = { ...specFiles('healthy', 'vitest'), ...vitestSetUp, ...modules() }
  const env = { WATCHES: String(WATCHES), MODULES: String(MODULES), BUDGET_MS: String(BUDGET_MS) }
  const project = createProject('vitest/healthy', files, undefined, env)
  const busy = Array.from({ length: BUSY }, startBusy)
  try {
    const run = await project.vitest('--testTimeout=0')
    expect(run.exitCode, run.text).toBe(0)
    const [line] = /^\{"watches":.*\}$/m.exec(run.text) ?? []
    const { failed, ...told }: Told = JSON.parse(line!)
    if (!isSlice) console.log(line)
    expect(told).toEqual({ watches: WATCHES, long: Math.ceil(WATCHES / 50), stopped: [] })
    expect(isSlice ? failed : failed.filter(({ pausedMs }) => pausedMs > 0)).toEqual([])
  } finally {
    for (const one of busy) one.kill()
  }
})

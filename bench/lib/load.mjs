import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { availableParallelism } from 'node:os'

/** A busy loop that ends with the process that started it. */
const SPINNER = 'const parent = process.ppid; while (process.ppid === parent) for (let i = 0; i < 1e7; i++);'

const canPin = spawnSync('taskset', ['--version']).status === 0

/** Spinners that the tables tell of: none, and one, two and four for each core. */
export const LOADS = [0, 1, 2, 4].map((perCore) => perCore * availableParallelism())

/** In words. */
export const describeLoad = (spinners) => (spinners === 0 ? 'quiet' : `${spinners} spinners`)

/** Runs `measure` while spinners, pinned to the cores in turn, take the machine away from it. */
export async function underLoad(spinners, measure) {
  const running = Array.from({ length: spinners }, (_, index) => spin(index % availableParallelism()))
  try {
    await Promise.all(running.map((spinner) => once(spinner, 'spawn')))
    return await measure()
  } finally {
    for (const spinner of running) spinner.kill('SIGKILL')
  }
}

function spin(core) {
  const command = [process.execPath, '-e', SPINNER]
  const [file, ...args] = canPin ? ['taskset', '--cpu-list', String(core), ...command] : command
  return spawn(file, args, { stdio: 'ignore' })
}

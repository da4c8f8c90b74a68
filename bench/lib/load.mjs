import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'

/** A busy loop that ends with the process that started it. */
const SPINNER = 'const parent = process.ppid; while (process.ppid === parent) for (let i = 0; i < 1e7; i++);'

export const spinnersPerCore = 2

/** Runs `measure` while two spinners per core take the machine away from it. */
export async function underLoad(measure) {
  const spinners = Array.from({ length: availableParallelism() * spinnersPerCore }, () =>
    spawn(process.execPath, ['-e', SPINNER], { stdio: 'ignore' }),
  )
  try {
    await Promise.all(spinners.map((spinner) => new Promise((resolve) => spinner.once('spawn', resolve))))
    return await measure()
  } finally {
    for (const spinner of spinners) spinner.kill('SIGKILL')
  }
}

import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * How many CPUs' time the process may use: the least that its cgroup or one around it allows.
 *
 * @returns `undefined` where that is not told: anywhere but on Linux
 * @param root - the folder that everything is looked up below
 */
export function cpuQuota(root = '/'): number | 'none' | undefined {
  // Where every distribution and container runtime mounts them.
  const cgroups = join(root, 'sys/fs/cgroup')
  try {
    // "<number>:<controllers>:<path>" a line, and "0::<path>" for version 2.
    const groups = readFileSync(join(root, 'proc/self/cgroup'), 'utf8').trim().split('\n')
    const quotas = groups.flatMap((line) => {
      const [, controllers = '', ...path] = line.split(':')
      const folders = (below: string): string[] =>
        foldersTo(path.join(':')).map((folder) => join(cgroups, below, folder))
      if (controllers === '') return folders('').map(quotaOfVersion2)
      return controllers.split(',').includes('cpu') ? folders('cpu').map(quotaOfVersion1) : []
    })
    const least = Math.min(...quotas)
    return least < Number.POSITIVE_INFINITY ? least : 'none'
  } catch {
    return undefined
  }
}

/** A folder and all around it. */
function foldersTo(path: string): string[] {
  return path === dirname(path) ? [path] : [path, ...foldersTo(dirname(path))]
}

/** "<µs> <period>", or "max <period>". */
function quotaOfVersion2(folder: string): number {
  const [quota, period] = read(join(folder, 'cpu.max')).split(' ')
  return toCpus(Number(quota), Number(period))
}

/** -1 for none. */
function quotaOfVersion1(folder: string): number {
  const [quota, period] = ['quota', 'period'].map((name) => read(join(folder, `cpu.cfs_${name}_us`)))
  return toCpus(Number(quota), Number(period))
}

function toCpus(quota: number, period: number): number {
  return quota > 0 && period > 0 ? quota / period : Number.POSITIVE_INFINITY
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

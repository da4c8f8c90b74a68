import { openSync, readFileSync, readSync } from 'node:fs'

/**
 * What the host did to the whole process and to the machine: evidence for or against a stall that reads long. Each is a count
 * since boot, in ms, and missing where the platform does not tell it; only Linux does.
 */
export interface HostReading {
  /** What the hypervisor took from all CPUs together. */
  stealMs?: number
  /** How long the process's cgroup was stopped by its CPU quota. */
  throttledMs?: number
  /** How long some task of the machine waited for a CPU. */
  pressureMs?: number
}

/** Stolen time is counted in steps: `USER_HZ`, which is 100 on every platform that Node runs on. */
const STEAL_STEP_MS = 10

/** Reads one number out of a file that the kernel writes anew for each reader. */
class Gauge {
  readonly #file: number
  readonly #pattern: RegExp
  readonly #scale: number
  readonly #text = Buffer.alloc(512)

  constructor(path: string, pattern: RegExp, scale: number) {
    this.#file = openSync(path, 'r')
    this.#pattern = pattern
    this.#scale = scale
    if (this.read() === undefined) throw new Error(`${path} does not tell it`)
  }

  /** In ms. */
  read(): number | undefined {
    const length = read(this.#file, this.#text, 0, this.#text.length, 0)
    const found = this.#pattern.exec(this.#text.toString('latin1', 0, length))
    return found ? Number(found[1]) * this.#scale : undefined
  }
}

// The ledger of sync calls patches `node:fs`; this keeps the original.
const read = readSync

function gauge(path: string | undefined, pattern: RegExp, scale: number): Gauge | undefined {
  if (path === undefined) return undefined
  try {
    return new Gauge(path, pattern, scale)
  } catch {
    return undefined
  }
}

/** The folder of the process's own cgroup, in the hierarchy that limits CPU time. */
function cgroupFolder(): string | undefined {
  try {
    // "… <root of the mount> <mount point> … - <type> <source> <options>"
    const mounts = readFileSync('/proc/self/mountinfo', 'utf8').split('\n')
    const fields = mounts.map((line) => line.split(' ')).map((all) => ({ all, type: all[all.indexOf('-') + 1] }))
    const isV1 = ({ all, type }: (typeof fields)[number]): boolean =>
      type === 'cgroup' && (all.at(-1) ?? '').split(',').includes('cpu')
    const mount = fields.find(isV1) ?? fields.find(({ type }) => type === 'cgroup2')
    if (!mount) return undefined
    const [, , , root = '/', mountPoint = ''] = mount.all
    // "<number>:<controllers>:<path>", and "0::<path>" for version 2
    const own = readFileSync('/proc/self/cgroup', 'utf8')
      .split('\n')
      .map((line) => line.split(':'))
      .find(([, names = '']) => (mount.type === 'cgroup2' ? names === '' : names.split(',').includes('cpu')))
    const path = own?.slice(2).join(':') ?? '/'
    return mountPoint + (path.startsWith(root) && root !== '/' ? path.slice(root.length) : path)
  } catch {
    return undefined
  }
}

let gauges: Record<keyof HostReading, Gauge | undefined> | undefined

function open(): Record<keyof HostReading, Gauge | undefined> {
  const folder = cgroupFolder()
  const throttled = folder === undefined ? undefined : `${folder}/cpu.stat`
  return {
    stealMs: gauge('/proc/stat', /^cpu +(?:\d+ +){7}(\d+)/, STEAL_STEP_MS),
    throttledMs: gauge(throttled, /^throttled_usec (\d+)/m, 1e-3) ?? gauge(throttled, /^throttled_time (\d+)/m, 1e-6),
    pressureMs: gauge('/proc/pressure/cpu', /^some .*total=(\d+)/, 1e-3),
  }
}

/** Reads all that there is, in some 20 µs. */
export function readHost(): HostReading {
  gauges ??= open()
  const reading: HostReading = {}
  for (const [name, one] of Object.entries(gauges)) {
    const ms = one?.read()
    if (ms !== undefined) reading[name as keyof HostReading] = ms
  }
  return reading
}

/** What has been added from one reading to a later one. */
export function hostSince(before: HostReading, after: HostReading): HostReading {
  const added: HostReading = {}
  for (const name of Object.keys(after) as (keyof HostReading)[]) {
    added[name] = Math.max(0, after[name]! - (before[name] ?? after[name]!))
  }
  return added
}

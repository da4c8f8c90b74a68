import { besides, ProcFile } from './proc-file.ts'

/**
 * Those in which a thread sleeps for what it has asked for: a time, a file, a child process, a peer. In others, such as `futex` and `mmap`, it
 * may wait for a thread of its own process.
 */
const WAITING = [
  ['accept', 43, 202],
  ['accept4', 288, 242],
  ['clock_nanosleep', 230, 115],
  ['connect', 42, 203],
  ['epoll_pwait', 281, 22],
  ['epoll_wait', 232],
  ['fcntl', 72, 25],
  ['fdatasync', 75, 83],
  ['flock', 73, 32],
  ['fsync', 74, 82],
  ['nanosleep', 35, 101],
  ['open', 2],
  ['openat', 257, 56],
  ['poll', 7],
  ['ppoll', 271, 73],
  ['pread64', 17, 67],
  ['preadv', 295, 69],
  ['pwrite64', 18, 68],
  ['pwritev', 296, 70],
  ['read', 0, 63],
  ['readv', 19, 65],
  ['recvfrom', 45, 207],
  ['recvmsg', 47, 212],
  ['sendmsg', 46, 211],
  ['sendto', 44, 206],
  ['wait4', 61, 260],
  ['waitid', 247, 95],
  ['write', 1, 64],
  ['writev', 20, 66],
] as const

/** In which system call a thread sleeps, as far as Linux tells. */
export class SystemCall {
  readonly #file: ProcFile
  readonly #waiting: ReadonlySet<number | undefined>

  /** @param schedstat - the thread's, where there is one */
  constructor(schedstat: string | undefined) {
    this.#file = new ProcFile(besides(schedstat, 'syscall'))
    this.#waiting = new Set(WAITING.map(([, x64, arm64]) => ({ x64, arm64 })[process.arch as string]))
  }

  /** Whether the thread sleeps for what it has asked for, so that no other thread of the process keeps it waiting. */
  get isOwnWait(): boolean {
    // "running" of one that does not sleep, -1 of one that sleeps in none.
    const number = /^\d+ /.exec(this.#file.read())
    return number !== null && this.#waiting.has(Number(number[0]))
  }
}

import { readFileSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { BLOCKING_BUILT_INS } from '../blame/blocking-built-ins.ts'
import { sourcePosition } from '../blame/source-position.ts'
import { stackLine } from '../blame/stack-line.ts'
import { type Sample, type SentinelData, Slot } from './protocol.ts'

const STDERR = 2

/** The exit code of a process that was killed. One that has failed otherwise Jest starts again, three times, with the same tests. */
const AS_KILLED = 137

/** The process that has started this one, when the sentinel's thread began. */
const parent = process.ppid

/** Whether that has ended, and had this one work for it. Where it has not left a channel nobody knows what it was. */
export const isOrphan = ({ isSomebodysChild }: SentinelData): boolean => isSomebodysChild && process.ppid !== parent

/** Says where somebody will read it that nothing can stop the thread, and does not leave the process spinning. */
export function giveUp(samples: readonly Sample[], data: SentinelData): never {
  const name = BLOCKING_BUILT_INS[data.slots[Slot.calling]! - 1]
  const call = name === undefined ? 'in a call that' : `in a call of ${name}, which`
  tell(`${call} cannot be stopped. Ending the process.`, samples)
  if (name?.startsWith('child_process.')) endChild(data)
  return end()
}

/** Does not leave a process spinning whose runner was killed, and that nobody waits for any more. */
export function endOrphan(samples: readonly Sample[]): never {
  tell('of a process whose parent has ended. Ending it as well.', samples)
  return end()
}

function end(): never {
  process.kill(process.pid, 'SIGKILL')
  throw new Error('unreachable')
}

/** What the stuck thread waits for would go on without it. Only Linux tells which one that is: the one that was started last. */
function endChild({ schedstat }: SentinelData): void {
  if (schedstat === undefined) return
  try {
    const children = readFileSync(join(dirname(schedstat), 'children'), 'utf8')
      .trim()
      .split(' ')
      .map(Number)
    process.kill(children.at(-1)!, 'SIGKILL')
  } catch {
    // There is none, or it has ended.
  }
}

/** In a thread whose runner waits for what had to be stopped: ends that thread, which in the main one is the process. */
export function endThread(samples: readonly Sample[], isMainThread: boolean): void {
  const ending = `Ending the ${isMainThread ? 'process' : 'worker thread'}.`
  tell(`where nobody can go on without it. ${ending}`, samples)
  // Runners put a function of their own in the place of `process.exit`.
  ;(process as unknown as { reallyExit(code: number): void }).reallyExit(isMainThread ? AS_KILLED : 1)
}

/** @param samples - of which the last one tells where */
function tell(where: string, samples: readonly Sample[]): void {
  const places = (samples.at(-1)?.frames ?? []).map(sourcePosition)
  const lines = [`loop-canary: a function has blocked the event loop ${where}`, ...places.map(stackLine)]
  writeSync(STDERR, `${lines.join('\n')}\n`)
}

import { readFileSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { BLOCKING_BUILT_INS } from '../blame/blocking-built-ins.ts'
import { sourcePosition } from '../blame/source-position.ts'
import { stackLine } from '../blame/stack-line.ts'
import { isReadHere, mailbox, removeMailbox, writeLetter } from '../mailbox.ts'
import { oneLine } from '../one-line.ts'
import { readName } from './name.ts'
import { type Sample, type SentinelData, type Shared, Slot } from './protocol.ts'

const STDERR = 2

/** The exit code of a process that was killed. One that has failed otherwise Jest starts again, three times, with the same tests. */
const AS_KILLED = 137

/** The process that has started this one, when the sentinel's thread began. */
const parent = process.ppid

/** What is known of a thread that cannot go on. */
interface Evidence {
  /** The last one tells where. */
  samples: readonly Sample[]
  shared: Pick<Shared, 'name'>
  /** The reporter's, if there is one. */
  mailbox: string | undefined
  /** Whether all of the process ends, and not a thread of it. */
  endsProcess: boolean
}

/** A process or thread of the tests that was ended, on its way to a reporter. */
export interface EndedLetter {
  /** What ran in it, in words; empty where that is not known. */
  name: string
  /** As a function has blocked the event loop: `in a call that cannot be stopped`. */
  where: string
}

/** Whether that has ended, and had this one work for it. Where it has not left a channel nobody knows what it was. */
export const isOrphan = ({ isSomebodysChild }: SentinelData): boolean => isSomebodysChild && process.ppid !== parent

/** Says where somebody will read it that nothing can stop the thread, and does not leave the process spinning. */
export function giveUp(samples: readonly Sample[], data: SentinelData): never {
  const name = BLOCKING_BUILT_INS[data.slots[Slot.calling]! - 1]
  const call = name === undefined ? 'in a call that' : `in a call of ${name}, which`
  print(`${call} cannot be stopped`, 'Ending the process.', evidenceOf(samples, data))
  if (name?.startsWith('child_process.')) endChild(data)
  return end()
}

/** Does not leave a process spinning whose runner was killed, and that nobody waits for any more. */
export function endOrphan(samples: readonly Sample[], data: SentinelData): never {
  print('of a process whose parent has ended', 'Ending it as well.', evidenceOf(samples, data))
  return end()
}

const evidenceOf = (samples: readonly Sample[], data: SentinelData): Evidence => ({
  samples,
  shared: data,
  mailbox: data.mailbox,
  endsProcess: true,
})

function end(): never {
  process.kill(process.pid, 'SIGKILL')
  throw new Error('unreachable')
}

/** What the stuck thread waits for would go on without it. Only Linux tells which one that is: the one that was started last. */
function endChild({ schedstat }: SentinelData): void {
  if (schedstat === undefined) return
  // There may be none, or it has ended.
  attempt(() => {
    const children = readFileSync(join(dirname(schedstat), 'children'), 'utf8')
      .trim()
      .split(' ')
      .map(Number)
    process.kill(children.at(-1)!, 'SIGKILL')
  })
}

/** In a thread whose runner waits for what had to be stopped: ends that thread, which in the main one is the process. */
export function endThread(samples: readonly Sample[], shared: Shared, isMainThread: boolean): void {
  const ending = `Ending the ${isMainThread ? 'process' : 'worker thread'}.`
  print('where nobody can go on without it', ending, { samples, shared, mailbox: mailbox(), endsProcess: isMainThread })
  // Runners put a function of their own in the place of `process.exit`.
  ;(process as unknown as { reallyExit(code: number): void }).reallyExit(isMainThread ? AS_KILLED : 1)
}

function print(where: string, ending: string, { samples, shared, mailbox, endsProcess }: Evidence): void {
  const name = oneLine(readName(shared.name))
  const lines = [
    `loop-canary: a function has blocked the event loop ${where}. ${ending}`,
    ...(name ? [`  while this ran: ${name}`] : []),
    ...(samples.at(-1)?.frames ?? []).map(sourcePosition).map(stackLine),
  ]
  // Who would read it may have ended before.
  attempt(() => writeSync(STDERR, `${lines.join('\n')}\n`))
  attempt(() => {
    if (mailbox && endsProcess && isReadHere(mailbox)) removeMailbox(mailbox)
    else writeLetter('ended', { name, where } satisfies EndedLetter, mailbox)
  })
}

function attempt(action: () => void): void {
  try {
    action()
  } catch {}
}

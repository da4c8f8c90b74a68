import { writeSync } from 'node:fs'
import process from 'node:process'
import { type Frame, plainPath } from '../blame/frame.ts'
import { sourcePosition } from '../blame/source-position.ts'
import { stackLine } from '../blame/stack-line.ts'
import type { Position } from '../report.ts'
import type { Sample } from './protocol.ts'

const STDERR = 2

/** The exit code of a process that was killed. One that has failed otherwise Jest starts again, three times, with the same tests. */
const AS_KILLED = 137

/** What cannot be stopped for so long after it should have been, in ms, never will be. */
export const LAST_RESORT_MS = 30_000

/** Says where somebody will read it that nothing can stop the thread, and does not leave the process spinning. */
export function giveUp(samples: readonly Sample[]): never {
  tell('in a call that cannot be stopped. Ending the process.', framesOf(samples))
  process.kill(process.pid, 'SIGKILL')
  throw new Error('unreachable')
}

/** In a thread whose runner waits for what had to be stopped: ends that thread, which in the main one is the process. */
export function endThread(samples: readonly Sample[], isMainThread: boolean): void {
  const ending = `Ending the ${isMainThread ? 'process' : 'worker thread'}.`
  tell(`where nobody can go on without it. ${ending}`, framesOf(samples).map(sourcePosition))
  // Runners put a function of their own in the place of `process.exit`.
  ;(process as unknown as { reallyExit(code: number): void }).reallyExit(isMainThread ? AS_KILLED : 1)
}

const framesOf = (samples: readonly Sample[]): (Frame & { file: string })[] =>
  (samples.at(-1)?.frames ?? []).map((frame) => ({ ...frame, file: plainPath(frame.url) }))

function tell(where: string, places: readonly Position[]): void {
  const lines = [`loop-canary: a function has blocked the event loop ${where}`, ...places.map(stackLine)]
  writeSync(STDERR, `${lines.join('\n')}\n`)
}

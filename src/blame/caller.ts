import { type CallSiteObject, getCallSites } from 'node:util'
import { usersFrames } from './foreign.ts'
import type { Frame } from './frame.ts'

/** Most callers stand right below the wrapper, and every frame costs about 1 µs. */
const FEW = 12
const MANY = 200

/** The first releases of Node 22 had another name for the column. */
type Named = CallSiteObject & { column?: number }

/** The user's own frames on the stack, innermost first; none when it is all Node's, the runner's or ours. */
export function callers(): Frame[] {
  const near = usersOf(FEW)
  return near.length > 0 ? near : usersOf(MANY)
}

function usersOf(count: number): Frame[] {
  const frames = getCallSites(count, { sourceMap: false }).map(
    ({ functionName, scriptName, lineNumber, columnNumber, column }: Named): Frame => ({
      // A name with a dot is V8's guess from the code around.
      function: functionName.includes('.') ? '' : functionName,
      url: scriptName,
      line: lineNumber,
      column: columnNumber ?? column ?? 1,
    }),
  )
  return usersFrames(frames)
}

import { type Frame, givenName, isModuleBody } from '../blame/frame.ts'

/** Deeper stacks show no more of who has called. */
const MAX_FRAMES = 200

/** The stack of this thread below a function, innermost first, as the debugger would tell it. */
export const stackBelow = (callee: () => unknown): Frame[] => sitesBelow(callee).filter(isOnStack).map(toFrame)

function sitesBelow(callee: () => unknown): NodeJS.CallSite[] {
  const { prepareStackTrace, stackTraceLimit } = Error
  const restore = (): void => {
    Error.prepareStackTrace = prepareStackTrace
    Error.stackTraceLimit = stackTraceLimit
  }
  const holder: { stack?: NodeJS.CallSite[] } = {}
  try {
    Error.stackTraceLimit = MAX_FRAMES
    Error.prepareStackTrace = (error, sites) => {
      if ((error as unknown) === holder) return sites
      // A time limit of `node:vm` that was over in a look has ended that without its `finally`.
      restore()
      return prepareStackTrace ? prepareStackTrace(error, sites) : [error, ...sites].join('\n    at ')
    }
    Error.captureStackTrace(holder, callee)
    return holder.stack!
  } finally {
    restore()
  }
}

/** A function that is being entered, or resumed, is found at the bracket behind its name, which is no farther than that from its begin. */
const LONGEST_PREFIX = 'async function* '

/** Neither one that is only awaited, nor a function of V8's own, which has no place. */
const isOnStack = (site: NodeJS.CallSite): boolean => !site.isAsync() && site.getLineNumber() !== null

function toFrame(site: NodeJS.CallSite): Frame {
  const url = site.getFileName() ?? ''
  const name = site.getFunctionName() ?? ''
  const begin = { line: site.getEnclosingLineNumber() ?? 1, column: site.getEnclosingColumnNumber() ?? 1 }
  const line = site.getLineNumber() ?? 1
  const column = site.getColumnNumber() ?? 1
  return {
    function: givenName(name),
    url,
    line,
    column,
    isAtHead: line === begin.line && column - begin.column <= LONGEST_PREFIX.length + name.length,
    isModuleBody: isModuleBody(givenName(name), url, begin),
  }
}

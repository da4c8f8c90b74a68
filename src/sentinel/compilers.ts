/** The script of a function that nobody calls. */
export const NOBODY_URL = 'loop-canary:nobody'

/**
 * The command that leaves V8's compilers nothing to do: before it sets a break point, be it in a function that nobody calls, V8 waits for what
 * they are at, and throws it away.
 *
 * It has to come right before a pause or a step. One that ends at a call puts break points into the function that is called, and a compiler
 * that is just putting that function into another ends the process over it, up to Node 26.9: `Check failed: inlineability ==
 * SharedFunctionInfo::kHasOptimizationDisabled`. While V8 waits for a call, it lets them begin nothing.
 */
export const FLUSH_COMPILERS: [method: string, params: Record<string, unknown>] = [
  'Debugger.setBreakpointByUrl',
  { url: NOBODY_URL, lineNumber: 0 },
]

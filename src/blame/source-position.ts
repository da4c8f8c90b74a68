import { findSourceMap } from 'node:module'
import type { CallSite as Place, Position } from '../report.ts'
import { type Frame, plainPath } from './frame.ts'

/**
 * The place in the user's source that a frame of generated code comes from.
 *
 * Runners compile test files in memory and keep the source maps to themselves; but they teach the main context's
 * `Error.prepareStackTrace` to use them. So it is asked to format a stack of this one frame.
 */
export function sourcePosition(frame: Frame): Position {
  const generated = { ...frame, file: plainPath(frame.url) }
  return viaRunner(generated) ?? viaNode(generated) ?? position(generated)
}

/** Callers kept with a place. */
const MAX_CALLERS = 8

/** The place of the innermost frame, and those that called it. */
export function sourcePlace([innermost, ...callers]: readonly Frame[]): Place | undefined {
  if (!innermost) return undefined
  return { ...sourcePosition(innermost), callers: callers.slice(0, MAX_CALLERS).map(sourcePosition) }
}

type Generated = Frame & { file: string }

const position = ({ function: name, file, line, column }: Generated): Position => ({
  function: name,
  file,
  line,
  column,
})

/** What formatters of stacks call on a frame; on the prototype, where they look for it. */
class CallSite {
  readonly #frame: Generated

  constructor(frame: Generated) {
    this.#frame = frame
  }

  getFileName(): string {
    return this.#frame.file
  }
  getScriptNameOrSourceURL(): string {
    return this.#frame.file
  }
  getLineNumber(): number {
    return this.#frame.line
  }
  getColumnNumber(): number {
    return this.#frame.column
  }
  getFunctionName(): null {
    return null
  }
  getTypeName(): null {
    return null
  }
  getMethodName(): null {
    return null
  }
  getThis(): undefined {
    return undefined
  }
  getFunction(): undefined {
    return undefined
  }
  getEvalOrigin(): undefined {
    return undefined
  }
  isNative(): boolean {
    return false
  }
  isToplevel(): boolean {
    return true
  }
  isEval(): boolean {
    return false
  }
  isConstructor(): boolean {
    return false
  }
  isAsync(): boolean {
    return false
  }
  isPromiseAll(): boolean {
    return false
  }
  getPromiseIndex(): null {
    return null
  }
  getEnclosingLineNumber(): number {
    return this.#frame.line
  }
  getEnclosingColumnNumber(): number {
    return this.#frame.column
  }
  getScriptHash(): string {
    return ''
  }
  getPosition(): number {
    return 0
  }
  toString(): string {
    const { file, line, column } = this.#frame
    return `${file}:${line}:${column}`
  }
}

function viaRunner(frame: Generated): Position | undefined {
  const format = Error.prepareStackTrace
  if (!format) return undefined
  try {
    const [, line = ''] = String(format(new Error('at'), [new CallSite(frame) as unknown as NodeJS.CallSite])).split(
      '\n',
    )
    // Without a name the place stands alone, and may have brackets and spaces of its own.
    const found = /^\s*at (.+):(\d+):(\d+)$/.exec(line)
    if (!found) return undefined
    return { function: frame.function, file: plainPath(found[1]!), line: Number(found[2]), column: Number(found[3]) }
  } catch {
    return undefined
  }
}

/** Where Node itself keeps source maps: under `--enable-source-maps`. */
function viaNode(frame: Generated): Position | undefined {
  const origin = findSourceMap(frame.file)?.findOrigin(frame.line, frame.column)
  if (!origin || !('fileName' in origin)) return undefined
  const { fileName, lineNumber, columnNumber } = origin
  return { function: frame.function, file: plainPath(fileName), line: lineNumber, column: columnNumber }
}

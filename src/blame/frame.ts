import { fileURLToPath } from 'node:url'

/** A frame of a sampled stack, as the inspector tells it: a position in generated code. */
export interface Frame {
  function: string
  /** A `file:` URL, a plain path, or what else the script was named. */
  url: string
  /** 1-based. */
  line: number
  /** 1-based. */
  column: number
  /** Whether it is the code of a module, outside of all functions. */
  isModuleBody?: boolean
  /** Whether the position may only be that of the function, which has just been called, or resumed. */
  isAtHead?: boolean
}

/** A path, whichever way the script was named. */
export const plainPath = (url: string): string => (url.startsWith('file:') ? fileURLToPath(url) : url)

/** Whether it is Node's own code that a frame is in. */
export const isNodes = ({ url }: Pick<Frame, 'url'>): boolean => url.startsWith('node:')

/** A function's name as V8 has it, unless that is only its guess from the code around, which has a dot. */
export const givenName = (name: string): string => (name.includes('.') ? '' : name)

/** What runners and Node put before a module's code, in its first line, is no longer than that. */
const MAX_PREFIX = 200

/** Whether a function is a module's code: it has no name, and begins where the file begins. */
export function isModuleBody(name: string, url: string, begin: { line: number; column: number }): boolean {
  const isOfModule = url !== '' && !isNodes({ url })
  return name === '' && isOfModule && begin.line === 1 && begin.column <= MAX_PREFIX
}

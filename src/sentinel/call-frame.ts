import { type Frame, givenName, isModuleBody } from '../blame/frame.ts'

/** A frame as the inspector tells it; positions are 0-based. */
export interface CallFrame {
  callFrameId: string
  functionName: string
  location: Location
  /** Where the function begins. */
  functionLocation?: Location
}

interface Location {
  scriptId: string
  lineNumber: number
  columnNumber?: number
}

/** In a worker the debugger is not told of the scripts that Node runs before there is an inspector, like the one that emits messages. */
const UNTOLD = 'node:internal'

/** @param scripts - their names, by their ids: the frame's own has none */
export function toFrame(
  { functionName, location, functionLocation }: CallFrame,
  scripts: ReadonlyMap<string, string>,
): Frame {
  const url = scripts.get(location.scriptId) ?? UNTOLD
  const name = givenName(functionName)
  const begin = functionLocation && positionOf(functionLocation)
  return {
    function: name,
    url,
    ...positionOf(location),
    isModuleBody: begin !== undefined && isModuleBody(name, url, begin),
  }
}

/** Tells a function from any other. */
export const placeOf = ({ location, functionLocation: begin }: CallFrame): string =>
  `${location.scriptId}:${begin?.lineNumber}:${begin?.columnNumber}`

const positionOf = ({ lineNumber, columnNumber = 0 }: Location): { line: number; column: number } => ({
  line: lineNumber + 1,
  column: columnNumber + 1,
})

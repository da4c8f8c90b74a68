import type { Position } from '../report.ts'

/** A place as a line of an error's stack, where runners look for the one to show. */
export function stackLine({ function: name, file, line, column }: Position): string {
  const place = `${file}:${line}:${column}`
  return name ? `    at ${name} (${place})` : `    at ${place}`
}

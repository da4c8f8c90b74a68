import { runInThisContext } from 'node:vm'
import type { Runaway } from './diagnosis.ts'

const FILE = 'runaway.js'

/** The line that never ends, in each of them. */
const LINE = 3

// As text, so that they are not part of this package, whose own functions are never to blame.
const SOURCES: Record<Runaway, string> = {
  sync: `
    () => {
      for (;;);
    }`,
  microtasks: `
    async () => {
      for (;;) await null
    }`,
  nextTicks: `
    () => {
      const again = () => process.nextTick(again)
      again()
      return new Promise(() => {})
    }`,
  laterTurn: `
    () => {
      const forever = () => { for (;;); }
      setImmediate(forever)
      return new Promise(() => {})
    }`,
}

/** A function that never ends. */
export function runaway(name: Runaway): () => unknown {
  return runInThisContext(SOURCES[name].trim(), { filename: FILE, lineOffset: 1 })
}

/** Whether a place in source is that where runaways do not end. */
export function isCulprit({ file, line }: { file: string; line: number }): boolean {
  return file.endsWith(FILE) && line === LINE
}

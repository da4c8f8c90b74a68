import { readdirSync, readFileSync } from 'node:fs'

/** The places in spec files that are marked with a comment `blocks: <what>`, as `file:line`, by what they block. */
export function markedPlaces(folder: URL): Map<string, string> {
  const places = new Map<string, string>()
  for (const file of readdirSync(folder)) {
    const lines = readFileSync(new URL(file, folder), 'utf8').split('\n')
    for (const [index, line] of lines.entries()) {
      const what = /\/\/ blocks: (.*)$/.exec(line)?.[1]
      if (what) places.set(what, `${file}:${index + 1}`)
    }
  }
  return places
}

/** The first place in a spec file that the stack of a failure shows, as `file:line`. */
export function shownPlace(failure: string): string | undefined {
  return /^ *at .*?([\w-]+\.test\.js:\d+):\d+\)?$/m.exec(failure)?.[1]
}

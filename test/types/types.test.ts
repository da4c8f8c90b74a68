import { rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compileAll, compilers } from './compile.ts'
import { layOut, projects, resolutions } from './projects.ts'

// The specs hold what has to compile, and `@ts-expect-error` above what must not. Library files are checked along.

const laidOut = new Map(projects.map((project) => [project.name, layOut(project)]))

afterAll(() => {
  for (const { name, alone } of projects) {
    if (alone) rmSync(dirname(dirname(laidOut.get(name)!.bundler)), { recursive: true })
  }
})

/** The two resolve imports alike, so the slower one is asked about one resolution; `EVERY_WAY=1` asks it about all. */
const askedOf: Record<keyof typeof compilers, typeof resolutions> = {
  'TypeScript 6': process.env.EVERY_WAY ? resolutions : ['nodenext-esm'],
  'TypeScript 7': resolutions,
}

describe.each(Object.keys(compilers) as (keyof typeof compilers)[])('%s', (compiler) => {
  const asked = askedOf[compiler]
  let said: Map<string, string>

  beforeAll(async () => {
    const folders = [...laidOut.values()].flatMap((laid) => asked.map((resolution) => laid[resolution]))
    said = await compileAll(compilers[compiler], folders)
  })

  describe.each(projects)('$name', ({ name }) => {
    it.each(asked)('%s', (resolution) => {
      expect(said.get(laidOut.get(name)![resolution])).toBe('')
    })
  })
})

import { rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compileAll, compilers } from './compile.ts'
import { layOut, projects, resolutions } from './projects.ts'

// The specs hold what has to compile, and `@ts-expect-error` above what must not. Library files are checked along.

const laidOut = new Map(projects.map((project) => [project.name, layOut(project)]))
const folders = [...laidOut.values()].flatMap((byResolution) => Object.values(byResolution))

afterAll(() => {
  for (const { name, alone } of projects) {
    if (alone) rmSync(dirname(dirname(laidOut.get(name)!.bundler)), { recursive: true })
  }
})

describe.each(Object.entries(compilers))('%s', (_, tsc) => {
  let said: Map<string, string>

  beforeAll(async () => {
    said = await compileAll(tsc, folders)
  })

  describe.each(projects)('$name', ({ name }) => {
    it.each(resolutions)('%s', (resolution) => {
      expect(said.get(laidOut.get(name)![resolution])).toBe('')
    })
  })
})

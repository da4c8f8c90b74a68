import { rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compileAll, compilers } from './compile.ts'
import { isPossible, layOut, projects, type Resolution, resolutions } from './projects.ts'

// The specs hold what has to compile, and `@ts-expect-error` above what must not. TypeScript 7 checks library files along.

const laidOut = new Map(projects.map((project) => [project.name, layOut(project)]))

afterAll(() => {
  for (const { name, alone } of projects) {
    if (alone) rmSync(dirname(dirname(laidOut.get(name)!.bundler)), { recursive: true })
  }
})

/**
 * TypeScript 6 and 7 resolve imports alike, so the slower one is asked about one resolution; `EVERY_WAY=1` asks it about all. That of Node 10 is
 * what TypeScript 5 has for CommonJS, and what 6 still allows.
 */
const askedOf: Record<keyof typeof compilers, readonly Resolution[]> = {
  'TypeScript 5': ['node10'],
  'TypeScript 6': [
    ...(process.env.EVERY_WAY ? resolutions : (['nodenext-esm, uses only'] as const)),
    'node10, still allowed',
  ],
  'TypeScript 7': resolutions,
}

describe.each(Object.keys(compilers) as (keyof typeof compilers)[])('%s', (compiler) => {
  const asked = projects.flatMap((project) =>
    askedOf[compiler]
      .filter((resolution) => isPossible(project, resolution))
      .map((resolution) => ({ name: project.name, resolution, folder: laidOut.get(project.name)![resolution] })),
  )
  let said: Map<string, string>

  beforeAll(async () => {
    const folders = asked.map(({ folder }) => folder)
    said = await compileAll(compilers[compiler], folders)
  })

  it.each(asked)('$name, $resolution', ({ folder }) => {
    expect(said.get(folder)).toBe('')
  })
})

import { cpSync, mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { installPackage, root, sandbox } from '../support/package.ts'
import { linkVersion, type OtherVersion } from '../support/versions.ts'

/** One user's project: which of the specs it compiles, and what it has installed that the root has not. */
export interface TypeProject {
  name: string
  specs: string
  /** Packages in another version than the root's. */
  with?: readonly [OtherVersion, ...names: string[]]
  /** The host's own types need a newer resolution than that of Node 10. */
  needsExports?: true
  /** Outside of this repository, where none of the hosts can be found. */
  alone?: boolean
}

export const projects: readonly TypeProject[] = [
  { name: 'vitest 5', specs: 'vitest', needsExports: true },
  { name: 'vitest 4.1', specs: 'vitest', with: ['vitest-4', 'vitest'], needsExports: true },
  { name: 'jest 30, global expect', specs: 'jest' },
  { name: 'jest 30, @jest/globals', specs: 'jest-globals' },
  { name: 'jest 29, global expect', specs: 'jest', with: ['jest-29', '@types/jest', 'expect'] },
  { name: 'jest 29, @jest/globals', specs: 'jest-globals', with: ['jest-29', '@jest/globals', 'expect'] },
  { name: 'stand-alone expect 30', specs: 'expect' },
  { name: 'node-test, @types/node 22', specs: 'node-test' },
  { name: 'node-test, @types/node 24', specs: 'node-test', with: ['node-24', '@types/node'] },
  { name: 'node-test, @types/node 26', specs: 'node-test', with: ['node-26', '@types/node'] },
  { name: 'no host, core', specs: 'core', alone: true },
  { name: 'no host, node-test', specs: 'node-test', alone: true },
  { name: 'all hosts together', specs: 'together', needsExports: true },
]

/**
 * What the compilers take longest for is to check library files, which are the same for each of them: the fastest one does it, for every project. The
 * others check what is used of them, and whether they can read them.
 */
const USES_ONLY = { skipLibCheck: true } as const

const NODE10 = { ...USES_ONLY, module: 'CommonJS', moduleResolution: 'node10', esModuleInterop: true } as const

/** How a project resolves imports: its package.json's `type`, and what it tells the compiler. */
const settings = {
  'nodenext-esm': { type: 'module', compilerOptions: {} },
  'nodenext-cjs': { type: 'commonjs', compilerOptions: {} },
  bundler: { type: 'module', compilerOptions: { module: 'ESNext', moduleResolution: 'bundler' } },
  'nodenext-esm, uses only': { type: 'module', compilerOptions: USES_ONLY },
  // Of old, without `exports`: what TypeScript 5 does for `"module": "commonjs"`.
  node10: { type: 'commonjs', compilerOptions: NODE10 },
  'node10, still allowed': { type: 'commonjs', compilerOptions: { ...NODE10, ignoreDeprecations: '6.0' } },
} as const

export type Resolution = keyof typeof settings

export const resolutions: readonly Resolution[] = ['nodenext-esm', 'nodenext-cjs', 'bundler']

/** Whether the project can be compiled so. */
export const isPossible = ({ needsExports }: TypeProject, resolution: Resolution): boolean =>
  !needsExports || !resolution.startsWith('node10')

const specsFolder = fileURLToPath(new URL('specs/', import.meta.url))

/** Lays a project out on disk. Returns its folders, one for each resolution, each with a tsconfig.json. */
export function layOut({ name, specs, with: other, alone }: TypeProject): Record<Resolution, string> {
  const parent = alone ? realpathSync(mkdtempSync(join(tmpdir(), 'loop-canary-types-'))) : join(sandbox, 'types')
  const project = join(parent, name.replaceAll(/[^\w.]+/g, '-'))
  mkdirSync(project, { recursive: true })
  if (other) linkVersion(project, ...other)
  if (alone) linkNodeTypes(project)
  installPackage(project)
  cpSync(join(specsFolder, 'tsconfig.base.json'), join(project, 'tsconfig.base.json'))
  const folders = {} as Record<Resolution, string>
  for (const [resolution, { type, compilerOptions }] of Object.entries(settings)) {
    const folder = join(project, resolution.replaceAll(/\W+/g, '-'))
    rmSync(folder, { recursive: true, force: true })
    cpSync(join(specsFolder, specs), folder, { recursive: true })
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type }))
    renameSync(join(folder, 'tsconfig.json'), join(folder, 'tsconfig.spec.json'))
    const tsconfig = { extends: './tsconfig.spec.json', compilerOptions }
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(tsconfig))
    folders[resolution as Resolution] = folder
  }
  return folders
}

function linkNodeTypes(folder: string): void {
  mkdirSync(join(folder, 'node_modules', '@types'), { recursive: true })
  symlinkSync(join(root, 'node_modules/@types/node'), join(folder, 'node_modules/@types/node'), 'junction')
}

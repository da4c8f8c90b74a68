import { execFileSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { homedir, tmpdir, userInfo } from 'node:os'
import { join, posix } from 'node:path'
import { expect, it } from 'vitest'
import { packageTarball, root } from '../support/package.ts'
import { createProject } from './project.ts'

const MAX_PACKED_BYTES = 215_000

const unpacked = join(createProject('contents'), 'node_modules', 'loop-canary')
const files = execFileSync('tar', ['-tzf', packageTarball()], { encoding: 'utf8' })
  .split('\n')
  .filter((line) => line && !line.endsWith('/'))
  .map((line) => line.replace(/^package\//, ''))
const read = (file: string): string => readFileSync(join(unpacked, file), 'utf8')

it('holds what is built, what it says about itself, and nothing else', () => {
  const others = files.filter((file) => !file.startsWith('dist/'))
  expect(others.sort()).toEqual(['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json'])
  const strange = files.filter((file) => file.startsWith('dist/') && !/\.(c?js|d\.c?ts)$/.test(file))
  expect(strange).toEqual([])
})

it('holds no file twice under names of earlier builds', () => {
  const built = files.filter((file) => file.startsWith('dist/'))
  const reached = new Set([
    'dist/watch.cjs',
    'dist/sentinel-thread.cjs',
    'dist/traffic-thread.cjs',
    'dist/virtual-time.cjs',
  ])
  const follow = (file: string): void => {
    // What an example imports is not there.
    if (reached.has(file) || !files.includes(file)) return
    reached.add(file)
    for (const [, path] of read(file).matchAll(/['"](\.\.?\/[\w./-]+)['"]/g)) follow(declared(file, path!))
  }
  // A declaration names the script beside it: './matchers.js' is matchers.d.ts.
  const declared = (from: string, path: string): string =>
    posix.join(posix.dirname(from), /\.d\.c?ts$/.test(from) ? path.replace(/\.(c?)js$/, '.d.$1ts') : path)
  for (const entry of entryFiles()) follow(entry)
  expect(built.filter((file) => !reached.has(file))).toEqual([])
})

it(`is at most ${MAX_PACKED_BYTES / 1000} kB packed`, () => {
  expect(statSync(packageTarball()).size).toBeLessThanOrEqual(MAX_PACKED_BYTES)
})

it('mentions no path of the machine that built it', () => {
  const paths = [root, homedir(), `/home/${userInfo().username}`, tmpdir(), '/Users/']
  const found = files.flatMap((file) =>
    paths.filter((path) => path.length > 1 && read(file).includes(path)).map((path) => `${file}: ${path}`),
  )
  expect(found).toEqual([])
})

it('needs nothing at run time but its hosts', () => {
  const { dependencies = {}, optionalDependencies = {}, scripts = {} } = JSON.parse(read('package.json'))
  expect({ ...dependencies, ...optionalDependencies }).toEqual({})
  const onInstall = Object.keys(scripts).filter((name) => /^(pre|post)?install$|^prepare$/.test(name))
  expect(onInstall).toEqual([])
})

/** Every file that package.json's `exports` and `bin` name below dist. */
function entryFiles(): string[] {
  const { exports, bin } = JSON.parse(read('package.json'))
  const named = (value: unknown): string[] =>
    typeof value === 'string' ? [value.replace('./', '')] : Object.values(value as object).flatMap(named)
  return named([exports, bin]).filter((file) => file.startsWith('dist/'))
}

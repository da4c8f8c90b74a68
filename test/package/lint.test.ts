import { join } from 'node:path'
import { expect, it } from 'vitest'
import { packageTarball, root } from '../support/package.ts'
import { runNode } from './project.ts'

const publint = join(root, 'node_modules/publint/src/cli.js')
const attw = join(root, 'node_modules/@arethetypeswrong/cli/dist/index.js')

const options = ['--no-definitely-typed']

it('is all good to publint', async () => {
  const { code, stdout } = await runNode(root, [publint, 'run', packageTarball(), '--strict'])
  expect(stdout).toContain('All good!')
  expect(code).toBe(0)
})

const ESM_ONLY = ['./vitest', './guard/vitest', './reporter/vitest', './reporter/jest']

it('has types that are right to attw', async () => {
  const { code, stdout } = await runNode(root, [
    attw,
    packageTarball(),
    ...options,
    '--exclude-entrypoints',
    ...ESM_ONLY,
  ])
  expect(code, stdout).toBe(0)
})

it('has types that are right to attw, but for being ESM only, where only a host loads it', async () => {
  const esmOnly = ['--ignore-rules', 'cjs-resolves-to-esm', '--entrypoints', ...ESM_ONLY]
  const { code, stdout } = await runNode(root, [attw, packageTarball(), ...options, ...esmOnly])
  expect(code, stdout).toBe(0)
})

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../support/package.ts'
import { runCli } from './cli.ts'

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

test.each([[['--version']], [['-v']], [['doctor', '--version']]])('%j tells the version', async (args) => {
  expect(await runCli(args)).toMatchObject({
    stdout: `loop-canary ${version}\n`,
    stderr: '',
    exitCode: 0,
  })
})

test('--help lists the commands and what the exit codes mean', async () => {
  const { stdout, stderr, exitCode } = await runCli(['--help'])
  expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 })
  expect(stdout).toMatch(/^ {2}doctor {2}Print what this machine can measure/m)
  expect(stdout).toMatch(/^ {2}2 {2}wrong use/m)
})

test('doctor --help lists its options', async () => {
  const { stdout, exitCode } = await runCli(['doctor', '--help'])
  expect(exitCode).toBe(0)
  expect(stdout).toMatch(/^ {2}--json +Print one JSON document/m)
})

const NO_FLAG = 'Expected the `--json` option to be given once and without a value, got'

test.each([
  [[], 'Expected a command: `doctor`'],
  [['docter'], 'Expected the command to be `doctor`, got `"docter"` (string)'],
  [['doctor', 'now'], 'Expected what follows `doctor` to be nothing but options, got `"now"` (string)'],
  [['doctor', '--', 'now'], 'Expected what follows `doctor` to be nothing but options, got `"now"` (string)'],
  [['doctor', '--jsno'], 'Unknown option `--jsno`. The options are --json, --version, --help'],
  [['doctor', '-j'], 'Unknown option `-j`. The options are --json, --version, --help'],
  [['doctor', '--json', '--json'], `${NO_FLAG} \`[true, true]\` (array)`],
  [['\u001B[31mred'], 'Expected the command to be `doctor`, got `"\\u001b[31mred"` (string)'],
  [['doctor', '--\u009B31m'], 'Unknown option `--\\u009b31m`. The options are --json, --version, --help'],
])('wrong use is told on stderr: %j', async (args, message) => {
  expect(await runCli(args)).toEqual({
    stdout: '',
    stderr: `loop-canary: ${message}. See \`loop-canary --help\`.\n`,
    exitCode: 2,
    signal: null,
  })
})

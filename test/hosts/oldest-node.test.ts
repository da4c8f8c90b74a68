import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { describe, expect, test } from 'vitest'
import { CHILD_LIMIT_MS } from '../support/limits.ts'
import { root } from '../support/package.ts'
import { createProject, specFiles } from '../support/runner.ts'
import { standAloneExpect } from '../support/set-ups.ts'
import { verdictsOfTap, wrongVerdicts } from '../support/verdicts.ts'

const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const [version] = /\d+\.\d+\.\d+/.exec(engines.node)!
const oldest = join(root, '.nodes', version, 'node_modules/node/bin/node')

/** What node:test says there, as TAP. */
function nodeTest(folder: string): Promise<string> {
  const options = { cwd: folder, timeout: CHILD_LIMIT_MS }
  return new Promise((resolve) => {
    execFile(oldest, ['--test', '--test-reporter=tap'], options, (_error, stdout) => resolve(stdout))
  })
}

// `npm run nodes` fetches it, which the gate has done before.
describe.skipIf(!(process.env.CI || existsSync(oldest)))(`the oldest Node that is promised, ${version}`, () => {
  test('comes to the right verdicts with the plain functions, without the `assert` of node:test', async () => {
    const plain = specFiles('node-test', '')['plain.test.js']!
    const { folder } = createProject('node-test/oldest', { 'plain.test.js': plain })
    const verdicts = verdictsOfTap(await nodeTest(folder))
    expect(wrongVerdicts(verdicts)).toEqual({})
    expect(Object.keys(verdicts)).toHaveLength(9)
  })

  test('comes to the right verdicts with the stand-alone `expect`', async () => {
    const files = { ...specFiles('verdicts', './host.js'), ...standAloneExpect }
    const { folder } = createProject('node-test/oldest-expect', files)
    const verdicts = verdictsOfTap(await nodeTest(folder))
    expect(wrongVerdicts(verdicts)).toEqual({})
    expect(Object.keys(verdicts)).toHaveLength(51)
  })
})

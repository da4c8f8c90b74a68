import assert from 'node:assert/strict'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'

const asIs = {}
const cleanEnvironment = { env: {} }
const byEnvironment = { execArgv: [], env: { ...process.env, NODE_OPTIONS: '--import loop-canary/guard/node-test' } }

for (const [name, options] of Object.entries({ asIs, cleanEnvironment, byEnvironment })) {
  test(`passes: a forked script, ${name}`, async () => {
    const child = fork('./script.js', ['given'], { silent: true, ...options })
    const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
    assert.deepEqual({ stdout, stderr, code }, { stdout: 'out given\n', stderr: 'err\n', code: 3 })
  })
}

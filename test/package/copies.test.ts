import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createProject, runScript } from './project.ts'

const project = createProject('copies')
cpSync(join(project, 'node_modules/loop-canary'), join(project, 'node_modules/another-copy'), { recursive: true })

const run = async (text: string): Promise<unknown> => {
  const imports = "import { watchLoop } from 'loop-canary'; import { watchLoop as other } from 'another-copy';"
  const { stdout, stderr } = await runScript(project, 'copies.mjs', imports + text)
  expect(stderr).toBe('')
  return JSON.parse(stdout)
}

it('two copies of the package in a thread call the function that they were given', async () => {
  const called = await run(`
    const called = []
    for (const [name, watch] of Object.entries({ watchLoop, other, again: watchLoop })) {
      await watch(() => called.push(name), { timeout: 1000 })
    }
    console.log(JSON.stringify(called))`)
  expect(called).toEqual(['watchLoop', 'other', 'again'])
})

it('while one copy follows the built-ins, the other leaves them alone and says so', async () => {
  const told = await run(`
    const { parse } = JSON
    let inner
    const outer = await watchLoop(async () => {
      const before = JSON.parse
      inner = await other(() => JSON.parse('1'), { floor: 0 })
      inner.left = JSON.parse === before
    }, { floor: 0 })
    const later = await other(() => JSON.parse('1'), { floor: 0 })
    console.log(JSON.stringify({
      inner: [inner.syncCalls, inner.syncCallsUnseen.includes('JSON.parse'), inner.left],
      basis: inner.limitations.filter((line) => line.includes('copy')),
      outer: outer.syncCalls.filter(({ name }) => name === 'JSON.parse').map(({ name, count }) => [name, count]),
      later: later.syncCalls.map(({ name, count }) => [name, count]),
      restored: JSON.parse === parse,
    }))`)
  expect(told).toEqual({
    inner: [[], true, true],
    basis: ['no calls of blocking built-ins: another copy of loop-canary follows them in this thread'],
    outer: [['JSON.parse', 1]],
    later: [['JSON.parse', 1]],
    restored: true,
  })
})

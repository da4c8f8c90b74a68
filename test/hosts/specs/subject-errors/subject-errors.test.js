import { expect, test } from 'host'
import { block, cooperate } from './subjects.js'

function parse() {
  throw new SyntaxError('row 7 is broken')
}

test('throws', async () => {
  await expect(() => parse()).toNotBlockLoopFor(50)
})

test('blocks and throws', async () => {
  await expect(() => {
    block(300)
    parse()
  }).toNotBlockLoopFor(50)
})

test('rejects', async () => {
  await expect(async () => {
    await cooperate(2)
    parse()
  }).toYieldToPoll()
})

test('throws with .not', async () => {
  await expect(() => parse()).not.toYieldToPoll()
})

test('throws what is no error', async () => {
  await expect(() => {
    throw 'a string'
  }).toNotBlockLoopFor(50)
})

test('never settles', async () => {
  await expect(() => {
    block(30)
    return new Promise(() => {})
  }).toYieldToPoll({ timeout: 500 })
})

test('throws elsewhere', async () => {
  const { readFile } = process.getBuiltinModule('node:fs/promises')
  await expect(() => readFile('/does/not/exist')).toYieldToPoll()
})

test('is aborted', async () => {
  const signal = AbortSignal.timeout(200)
  await expect(() => new Promise(() => {})).toYieldToPoll({ signal })
})

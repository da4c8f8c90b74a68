import childProcess from 'node:child_process'
import fs from 'node:fs'
import { expect, test } from 'host'
import { cooperate, hash, hold } from './subjects.js'

const everyCall = { floor: 0 }

test('passes: work that blocks, but in no built-in', async () => {
  await expect(() => cooperate(3)).toMakeNoSyncCalls(everyCall)
})

test('passes: a file that is read without blocking', async () => {
  await expect(() => fs.promises.readFile('package.json')).toMakeNoSyncCalls(everyCall)
})

test('passes: a look at what is there takes next to no time', async () => {
  fs.existsSync('package.json')
  await expect(() => fs.existsSync('package.json')).toMakeNoSyncCalls()
})

test('fails: a look, where every call counts', async () => {
  await expect(() => fs.existsSync('package.json')).toMakeNoSyncCalls(everyCall)
})

test('fails: a file that is read at once', async () => {
  await expect(() => fs.readFileSync('package.json')).toMakeNoSyncCalls(everyCall)
})

test('fails: a child process', async () => {
  await expect(() => childProcess.execSync('true')).toMakeNoSyncCalls(everyCall)
})

test('fails: JSON of the test', async () => {
  await expect(() => JSON.parse('[1]')).toMakeNoSyncCalls(everyCall)
})

test('fails: a copy', async () => {
  await expect(() => structuredClone({})).toMakeNoSyncCalls(everyCall)
})

test('fails: a hash', async () => {
  await expect(() => hash(100_000)).toMakeNoSyncCalls()
})

test('fails: a sleep in a later turn', async () => {
  await expect(async () => {
    await cooperate(1)
    hold(20)
  }).toMakeNoSyncCalls()
})

test('passes: what is allowed', async () => {
  await expect(() => {
    hold(20)
    JSON.parse('[1]')
  }).toMakeNoSyncCalls({ ...everyCall, allow: ['Atomics.wait', 'JSON.parse'] })
})

test('fails: what is not allowed beside what is', async () => {
  await expect(() => {
    hold(20)
    JSON.parse('[1]')
  }).toMakeNoSyncCalls({ ...everyCall, allow: ['JSON.parse'] })
})

test('passes: calls are documented', async () => {
  await expect(() => hold(20)).not.toMakeNoSyncCalls()
})

test('fails: calls are documented where there are none', async () => {
  await expect(() => cooperate(1)).not.toMakeNoSyncCalls(everyCall)
})

import childProcess from 'node:child_process'
import { pbkdf2Sync } from 'node:crypto'
import { expect, jest, test } from 'host'

function next() {
  for (let round = 0; round < 100_000; round++);
}

test('fails: in front of somebody else', () => {
  pbkdf2Sync('a', 'b', 500_000, 64, 'sha512') // blocks: in front of somebody else
  next()
  next()
})

test('passes: spies and mocks of what nobody can look into', () => {
  const spy = jest.spyOn(childProcess, 'spawnSync').mockReturnValue('mocked')
  expect(childProcess.spawnSync('sleep', ['9'])).toBe('mocked')
  expect(spy).toHaveBeenCalledTimes(1)
  spy.mockRestore()
  expect(childProcess.spawnSync('true').status).toBe(0)
  jest.doMock('node:child_process')
  const { spawnSync } = require('node:child_process')
  expect(spawnSync('sleep', ['9'])).toBeUndefined()
  expect(spawnSync).toHaveBeenCalledTimes(1)
  jest.dontMock('node:child_process')
})

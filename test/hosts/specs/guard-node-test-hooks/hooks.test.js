import { test } from 'node:test'
import { block } from './subjects.js'

test('fails: around its own before', async (t) => {
  t.before(() => block(200))
  await t.test('fails: behind a before', () => {})
})

test('fails: its own after', (t) => {
  t.after(() => block(200))
})

test('fails: around its own beforeEach', async (t) => {
  t.beforeEach(() => block(200))
  await t.test('fails: behind a beforeEach', () => {})
})

test('fails: around its own afterEach', async (t) => {
  t.afterEach(() => block(200))
  await t.test('fails: in front of an afterEach', () => {})
})

test('passes: the one behind', () => {})

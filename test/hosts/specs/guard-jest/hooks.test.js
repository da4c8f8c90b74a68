import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, test } from 'host'
import { block } from './subjects.js'

const LONG = 200

describe('beforeAll', () => {
  beforeAll(() => {
    block(LONG) // blocks: below a beforeAll hook
  })
  test('fails: below a beforeAll hook', () => {})
})

describe('beforeEach', () => {
  beforeEach(async () => {
    await sleep(50)
    block(LONG) // blocks: behind a beforeEach hook
  })
  test('fails: behind a beforeEach hook', () => {})
})

describe('afterEach', () => {
  afterEach((done) => {
    block(LONG) // blocks: before an afterEach hook
    done()
  })
  test('fails: before an afterEach hook', () => {})
})

describe('a runaway', () => {
  beforeEach(() => {
    for (;;); // blocks: behind a beforeEach hook that never ends
  })
  test('fails: behind a beforeEach hook that never ends', () => {})
})

describe('afterAll', () => {
  afterAll(() => {
    block(LONG) // blocks: afterAll
  })
  test('passes: before an afterAll hook', () => {})
})

describe('free', () => {
  beforeAll(() => sleep(50))
  beforeEach(() => 'what hooks return is of no interest')
  afterEach((done) => {
    setImmediate(done)
  })
  afterAll(() => sleep(50))
  test('passes: among hooks that do not block', () => {})
})

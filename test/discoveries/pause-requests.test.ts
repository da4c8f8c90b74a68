import { expect, test } from 'vitest'
import { runFixture } from './run-fixture.ts'

test('each request for a pause makes one, though the first was met', async () => {
  expect(await runFixture('pause-requests.mjs')).toEqual([1, 3])
})

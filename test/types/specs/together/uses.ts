// Projects that move from one runner to another load the types of both for a while.
import 'loop-canary/jest'
import 'loop-canary/jest-globals'
import 'loop-canary/node-test'
import 'loop-canary/vitest'
import type { TestContext } from 'node:test'
import { expect as jestExpect } from '@jest/globals'
import { expect as standaloneExpect } from 'expect'
import { expect as vitestExpect } from 'vitest'

const subject = async () => 'done'

export async function everyHost(t: TestContext): Promise<void> {
  await expect(subject).toNotBlockLoopFor(50)
  await jestExpect(subject).toNotBlockLoopFor(50)
  await standaloneExpect(subject).toNotBlockLoopFor(50)
  await vitestExpect(subject).toNotBlockLoopFor(50)
  await t.assert.notBlockLoopFor(subject, 50)
}

import { execSync } from 'node:child_process'
import { expect, test } from 'host'
import { block } from './subjects.js'

/** Stops this process while it waits for a child: nobody can tell how much of the wait was the child's. */
function standStill() {
  execSync('sleep 0.1; kill -STOP $PPID; sleep 0.4; kill -CONT $PPID; sleep 0.1')
}

/** In doubt when it is called first, then not any more. */
function inDoubtBefore(then) {
  let calls = 0
  return () => (calls++ === 0 ? standStill() : then())
}

test('passes: in doubt', async () => {
  await expect(standStill).toNotBlockLoopFor(50)
})

test('passes: in doubt, and not', async () => {
  await expect(standStill).not.toNotBlockLoopFor(50)
})

test('fails: strictly', async () => {
  await expect(standStill).toNotBlockLoopFor(50, { strict: true })
})

test('passes: clear the second time', async () => {
  await expect(inDoubtBefore(() => {})).toNotBlockLoopFor(50, { strict: true, rerun: 2 })
})

test('fails: clear the second time', async () => {
  await expect(inDoubtBefore(() => block(400))).toNotBlockLoopFor(50, { rerun: 2 })
})

/** Blocks when it is called first, then not any more. */
function blocksAtFirst(ms) {
  let calls = 0
  return () => {
    if (calls++ === 0) block(ms)
  }
}

test('passes: the second time, after a narrow failure', async () => {
  await expect(blocksAtFirst(450)).toNotBlockLoopFor(400, { rerun: 1 })
})

test('fails: the first time, and not narrowly', async () => {
  await expect(blocksAtFirst(450)).toNotBlockLoopFor(50, { rerun: 1 })
})

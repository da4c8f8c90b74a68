import { expect, test } from 'vitest'
import { hostProblem } from '../src/host-problem.ts'

test.each(['22.12.0', '22.23.3', '24.0.0', '26.10.0', '27.0.0-nightly'])('Node %s is one to measure on', (node) => {
  expect(hostProblem({ node })).toBeUndefined()
})

test.each([
  [{ node: '22.11.9' }, 'Node 22.11.9'],
  [{ node: '20.20.2' }, 'Node 20.20.2'],
  [{ node: '24.3.0', bun: '1.3.1' }, 'Bun 1.3.1'],
  [{ node: '24.2.0', deno: '2.5.0' }, 'Deno 2.5.0'],
  [{}, 'no Node'],
])('%j is not', (versions, found) => {
  expect(hostProblem(versions)).toBe(
    `loop-canary measures Node's event loop, and needs Node 22.12 or newer; this is ${found}.`,
  )
})

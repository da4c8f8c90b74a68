// What a gate has no time for, on every Node: 500 runaways in one process, runaways in every way to start a runner, and stalls of random
// lengths, 20 of each kind. It takes about an hour.
import process from 'node:process'
import { onNodes } from './on-nodes.mjs'

process.env.RUNAWAYS ??= '500'
process.env.EVERY_WAY ??= '1'
process.env.ROUNDS ??= '20'

const FILES = [
  'test/sentinel/soak.test.ts',
  'test/hosts/runaways.test.ts',
  'test/hosts/finite.test.ts',
  'test/watch/chunks.test.ts',
  'test/watch/phases-of-one-turn.test.ts',
]

process.exitCode = onNodes(['vitest', 'run', ...FILES, '--no-file-parallelism'])

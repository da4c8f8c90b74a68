import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { ask } from '../../src/sentinel/help.ts'
import { fixturePath, runNode } from '../discoveries/run-fixture.ts'

const OFFERS_HELP = pathToFileURL(join(import.meta.dirname, 'fixtures/offers-help.mjs')).href

// `test/discoveries/lost-tick.test.ts` shows how it would be.
test.for(['lookAround', 'circumstances'] as const)('no tick is lost by `%s`', async (help) => {
  const program = ['--import', OFFERS_HELP, fixturePath('lost-tick.mjs')]
  const { stdout } = await runNode([...program, ask(help), '2000'])
  expect(stdout).toBe('{"isLost":false}')
})

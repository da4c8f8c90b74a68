import { test } from 'host'
import { exercise } from './exercise.js'
import { fakes } from './fakes.js'

fakes.install('default')
const matchers = fakes.loadMatchers()

test('passes: default fakes installed before the import', async () => {
  await matchers
  try {
    await exercise()
  } finally {
    fakes.uninstall()
  }
}, 20_000)

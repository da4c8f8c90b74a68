import { test } from 'host'
import { exerciseOnceLoaded } from './exercise.js'
import { fakes } from './fakes.js'

fakes.install('default')
const matchers = fakes.loadMatchers()

test('passes: default fakes installed before the import', async () => {
  try {
    await exerciseOnceLoaded(matchers)
  } finally {
    fakes.uninstall()
  }
}, 20_000)

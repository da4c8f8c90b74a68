import { test } from 'host'
import { exercise } from './exercise.js'
import { fakes } from './fakes.js'

const matchers = fakes.loadMatchers()

for (const mode of ['default', 'everything']) {
  test(`passes: ${mode} faked before the assertion`, async () => {
    await matchers
    fakes.install(mode)
    try {
      await exercise()
    } finally {
      fakes.uninstall()
    }
  }, 20_000)
}

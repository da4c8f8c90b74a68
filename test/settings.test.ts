import { expect, test } from 'vitest'
import { configure, settings } from '../src/settings.ts'

test('what is not mentioned stays as it is', () => {
  expect(settings().strict).toBeUndefined()
  configure({ strict: true })
  configure({})
  expect(settings()).toEqual({ strict: true })
  configure({ strict: false })
  expect(settings()).toEqual({ strict: false })
})

test.each([
  [{ strict: 'yes' }, 'Expected the `strict` setting to be a boolean, got `"yes"` (string)'],
  [{ stict: true }, 'Unknown option `stict`. The options are strict.'],
  [undefined, 'Expected the options to be an object, got `undefined` (undefined)'],
])('%o is refused', (bad, message) => {
  expect(() => configure(bad as never)).toThrow(new TypeError(message))
})

import { expect, test } from 'vitest'
import { configure, presetSettings, scaleFrom, settings } from '../src/settings.ts'

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
  [{ scale: 0 }, 'Expected the `scale` setting to be a positive number, got `0` (number)'],
  [
    { stopAfter: true },
    'Expected the `stopAfter` setting to be a positive number of milliseconds or false, got `true` (boolean)',
  ],
  [{ stict: true }, 'Unknown option `stict`. The options are strict, scale, stopAfter.'],
  [undefined, 'Expected the options to be an object, got `undefined` (undefined)'],
])('%o is refused', (bad, message) => {
  expect(() => configure(bad as never)).toThrow(new TypeError(message))
})

test('what a set-up file says comes before what the config does', () => {
  configure({ strict: true })
  presetSettings({ strict: false, stopAfter: 200, scale: undefined })
  expect(settings()).toEqual({ strict: true, stopAfter: 200 })
})

test.each([
  [undefined, undefined],
  ['', undefined],
  ['2.5', 2.5],
])('the scale from the environment: %o', (LOOP_CANARY_SCALE, expected) => {
  expect(scaleFrom({ LOOP_CANARY_SCALE })).toBe(expected)
})

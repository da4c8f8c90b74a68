import { jest } from '@jest/globals'

export const fakes = {
  install: () => jest.useFakeTimers({ legacyFakeTimers: true }),
  uninstall: () => jest.useRealTimers(),
  count: () => jest.getTimerCount(),
  loadMatchers: () => require('loop-canary/jest'),
  ownsNextTick: true,
  fakesDate: false,
  canBeAdvanced: false,
}

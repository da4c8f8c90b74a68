import { jest } from '@jest/globals'

export const fakes = {
  // Everything is the default of Jest.
  install: (mode) => jest.useFakeTimers(mode === 'everything' ? {} : { doNotFake: ['nextTick', 'queueMicrotask'] }),
  uninstall: () => jest.useRealTimers(),
  count: () => jest.getTimerCount(),
  loadMatchers: () => require('loop-canary/jest'),
  ownsNextTick: true,
  fakesDate: true,
  canBeAdvanced: true,
}

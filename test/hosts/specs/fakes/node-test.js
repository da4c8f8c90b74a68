import { mock } from 'node:test'

export const fakes = {
  // Everything that it can fake is its default.
  install: (mode) =>
    mock.timers.enable(mode === 'everything' ? {} : { apis: ['setTimeout', 'setInterval', 'setImmediate', 'Date'] }),
  uninstall: () => mock.timers.reset(),
  // It does not tell.
  count: () => 1,
  loadMatchers: () => import('loop-canary/jest-globals'),
  ownsNextTick: false,
  fakesDate: true,
  canBeAdvanced: false,
  hidesRealTimers: true,
}

import fakeTimers from '@sinonjs/fake-timers'

let clock

export const fakes = {
  install: (mode) => {
    clock = fakeTimers.install(mode === 'everything' ? {} : { toNotFake: ['nextTick', 'queueMicrotask'] })
  },
  uninstall: () => clock?.uninstall(),
  count: () => clock.countTimers(),
  loadMatchers: () => import('loop-canary/jest-globals'),
  ownsNextTick: true,
  fakesDate: true,
  canBeAdvanced: true,
}

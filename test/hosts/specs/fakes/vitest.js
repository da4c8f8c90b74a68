import { isMainThread } from 'node:worker_threads'
import { vi } from 'vitest'

const everything = [
  'setTimeout',
  'clearTimeout',
  'setInterval',
  'clearInterval',
  'setImmediate',
  'clearImmediate',
  'Date',
  'performance',
  'hrtime',
  'queueMicrotask',
  // Vitest refuses this one in a child process.
  ...(isMainThread ? [] : ['nextTick']),
]

export const fakes = {
  install: (mode) => vi.useFakeTimers(mode === 'everything' ? { toFake: everything } : {}),
  uninstall: () => vi.useRealTimers(),
  count: () => vi.getTimerCount(),
  loadMatchers: () => import('loop-canary/vitest'),
  // It puts the real one back itself when it talks to its main process.
  ownsNextTick: false,
  fakesDate: true,
  canBeAdvanced: true,
}

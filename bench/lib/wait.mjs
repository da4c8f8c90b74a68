import { setImmediate, setTimeout } from 'node:timers/promises'

export const nextTurn = () => setImmediate()
export const sleep = (ms) => setTimeout(ms)

import { close, open } from 'node:inspector'
import { afterAll, beforeAll } from 'vitest'

// While a debugger may come, nobody looks at the stack of a stall: a look takes CPU time, which a burn would take for its own.
beforeAll(() => open(0, '127.0.0.1'))
afterAll(close)

import type { createRequire as CreateRequire } from 'node:module'
import type process from 'node:process'
import { runInThisContext } from 'node:vm'
import { hostProblem } from './host-problem.ts'
import type * as threadEngine from './thread-engine.ts'

/**
 * The engine of this thread.
 *
 * Test runners load a package once for each test file, in contexts with globals of their own, which fake timers patch and
 * which are torn down afterwards. The engine has threads and sockets to keep, so it lives outside of all that: Node's own
 * CommonJS loader, reached through the main context, gives every copy of the package in a thread the same instance.
 */
type Engine = typeof threadEngine

const host = runInThisContext('process') as typeof process
const problem = hostProblem(host.versions)
if (problem) throw new Error(problem)

const { createRequire } = host.getBuiltinModule('node:module') as { createRequire: typeof CreateRequire }

export const engine: Engine = createRequire(import.meta.url)('#engine')

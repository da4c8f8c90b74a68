import { Patrol, type PatrolOptions } from './patrol.ts'

// One for the thread: test files come and go, and each may load a copy of the package's surface of its own.
let current: Patrol | undefined

/**
 * Puts a patrol in charge of this thread.
 *
 * @throws when it cannot see what blocks here; the message says why
 */
export async function startPatrol(options: PatrolOptions): Promise<Patrol> {
  await endPatrol()
  const patrol = new Patrol(options)
  const problem = await patrol.start()
  if (problem !== undefined) throw new Error(problem)
  current = patrol
  return patrol
}

/** Resolves when it has told of everything. */
export async function endPatrol(): Promise<void> {
  const ending = current
  current = undefined
  await ending?.stop()
}

export const currentPatrol = (): Patrol | undefined => current

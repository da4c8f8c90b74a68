/**
 * The longest that a child process may take, in ms, before it is killed: some twenty times what the slowest takes at rest, for a
 * machine that others keep busy. It ends what hangs, and is no statement about speed.
 */
export const CHILD_LIMIT_MS = 240_000

/** The longest that a test or a hook may take, in ms: more than a child, so that a test can tell what its child did. */
export const TEST_LIMIT_MS: number = CHILD_LIMIT_MS + 60_000

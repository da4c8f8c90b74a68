/** Tests with this tag are opted out, and those that have it in a title, behind an `@`. */
export const SAFE_TAG = 'loop-safe'

/**
 * Whether a test or a hook is opted out.
 *
 * @param titles - its own, and those of the suites around it
 */
export const isOptedOut = (titles: readonly string[], tags: readonly string[] = []): boolean =>
  tags.includes(SAFE_TAG) || titles.some((title) => title.includes(`@${SAFE_TAG}`))

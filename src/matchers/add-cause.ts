/** What was thrown is what a test should show; a finding goes with it as its cause, where runners print it below. */
export function addCause(thrown: unknown, cause: Error): void {
  if (!(typeof thrown === 'object' && thrown !== null) || 'cause' in thrown || !Object.isExtensible(thrown)) return
  Object.defineProperty(thrown, 'cause', { value: cause, writable: true, configurable: true, enumerable: false })
}

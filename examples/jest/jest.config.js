/** @type {import('jest').Config} */
module.exports = {
  // This line registers the matchers. With `injectGlobals: false`, list 'loop-canary/jest-globals' instead.
  setupFilesAfterEnv: ['loop-canary/jest'],
  // A busy machine makes these tests slow, and never makes them fail.
  testTimeout: 30_000,
}

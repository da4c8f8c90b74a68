/** A Jest set-up as users have one who write ESM syntax: a transform makes CommonJS of the specs. */
export const jestEsbuild = {
  'transform.cjs': `
    const { transformSync } = require('esbuild')
    exports.process = (source, sourcefile) =>
      transformSync(source, { sourcefile, format: 'cjs', sourcemap: 'external', loader: 'ts' })
  `,
  'jest.config.json': JSON.stringify({
    maxWorkers: 2,
    setupFilesAfterEnv: ['loop-canary/jest'],
    transform: { '\\.[jt]s$': '<rootDir>/transform.cjs' },
  }),
}

/** A Jest transform as users have one who write ESM syntax: the spec ends up as CommonJS. */
export const jestEsbuild = {
  'transform.cjs': `
    const { transformSync } = require('esbuild')
    exports.process = (source, sourcefile) => transformSync(source, { sourcefile, format: 'cjs', sourcemap: 'external', loader: 'ts' })
  `,
}

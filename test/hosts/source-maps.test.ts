import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readFailures } from '../support/failures.ts'
import { createProject, type Project, specFiles, type TestRun } from '../support/runner.ts'
import { jestSetUp, standAloneExpect, vitestSetUp } from '../support/set-ups.ts'
import { waysHere } from '../support/ways.ts'

type Files = Record<string, string>

const SOURCE = readFileSync(new URL('specs/source-maps/csv.ts', import.meta.url), 'utf8').split('\n')

/** So much of a line the code frames show of it, at least. */
const SHOWN = 50

/** The source line that is marked. */
const lineOf = (what: string): number => SOURCE.findIndex((line) => line.endsWith(`// blocks: ${what}`)) + 1

/** The transform of a project for Jest: `process` returns what `code` makes of a source. */
const jestTransform = (code: string): Files => ({
  'transform.cjs': `exports.process = (source, file) => {${code}}`,
})

/** As ts-jest and @swc/jest make it: one file at a time, the map in a comment. */
const typeScript = jestTransform(`
  const { transpileModule } = require('typescript')
  const compilerOptions = { module: 'commonjs', target: 'es2023', inlineSourceMap: true, inlineSources: true }
  return { code: transpileModule(source, { fileName: file, compilerOptions }).outputText }
`)

/** As others make it, which istanbul then loses, for Jest's own errors as well: the map beside the code. */
const besideTheCode = jestTransform(`
  const { code, map } = require('esbuild').transformSync(source, {
    sourcefile: file, format: 'cjs', loader: 'ts', sourcemap: 'external',
  })
  return { code, map }
`)

/** babel-jest, with what presets for TypeScript and for CommonJS would do. */
const babel: Files = {
  'babel.config.cjs': `
    const { rewriteModuleStatementsAndPrepareHeader } = require('@babel/helper-module-transforms')
    const stripTypes = () => ({
      inherits: require('@babel/plugin-syntax-typescript').default,
      visitor: {
        TSInterfaceDeclaration: (path) => path.remove(),
        TSTypeAnnotation: (path) => path.remove(),
      },
    })
    const toCommonJs = ({ template }) => ({
      visitor: {
        Program: {
          exit(path) {
            const { meta, headers } = rewriteModuleStatementsAndPrepareHeader(path, { exportName: 'exports', strict: true })
            const loads = [...meta.source].map(([source, { name }]) => template.statement.ast(\`var \${name} = require('\${source}')\`))
            path.unshiftContainer('body', [...headers, ...loads])
          },
        },
      },
    })
    module.exports = { plugins: [stripTypes, toCommonJs] }
  `,
}

const jestFiles = (transformer: Files): Files => ({
  ...specFiles('source-maps', '@jest/globals'),
  ...transformer,
  'jest.config.json': JSON.stringify({
    ...JSON.parse(jestSetUp['jest.config.json']),
    // Jest's own one knows nothing of how the plugins have changed.
    cacheDirectory: '<rootDir>/cache',
    transform: { '\\.ts$': transformer === babel ? 'babel-jest' : '<rootDir>/transform.cjs' },
  }),
})

const nodeTestFiles: Files = { ...specFiles('source-maps', './host.js'), ...standAloneExpect }

const vitestFiles: Files = { ...specFiles('source-maps', 'vitest'), ...vitestSetUp }

/** What @vitest/coverage-v8 does in the process of the tests. */
const v8Coverage: Files = {
  'coverage.js': `
    import { Session } from 'node:inspector/promises'
    const session = new Session()
    export default {
      async startCoverage() {
        session.connect()
        await session.post('Profiler.enable')
        await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
      },
      async takeCoverage() {
        const { result } = await session.post('Profiler.takePreciseCoverage')
        const functions = result.filter(({ url }) => url.endsWith('csv.ts')).flatMap((file) => file.functions)
        return functions.map(({ functionName }) => functionName)
      },
      async stopCoverage() {
        await session.post('Profiler.stopPreciseCoverage')
        session.disconnect()
      },
      getProvider: () => ({
        name: 'custom',
        initialize(vitest) {
          this.resolveOptions = () => ({ ...vitest.config.coverage, reporter: [], reportsDirectory: 'coverage' })
        },
        clean() {},
        onAfterSuiteRun({ coverage }) {
          console.log('covered', ...coverage)
        },
        generateCoverage() {},
        reportCoverage() {},
      }),
    }
  `,
  'vitest.config.js': `export default {
    test: {
      setupFiles: ['loop-canary/vitest'],
      testTimeout: 30_000,
      coverage: { enabled: true, provider: 'custom', customProviderModule: './coverage.js' },
      // As a package is, of which there is one for the start and the end.
      server: { deps: { external: [/coverage\\.js$/] } },
    },
  }`,
}

/** What @vitest/coverage-istanbul does to the sources. */
const istanbulCoverage: Files = {
  'vitest.config.js': `
    import { createInstrumenter } from 'istanbul-lib-instrument'
    const instrumenter = createInstrumenter({ esModules: true, compact: false, produceSourceMap: true })
    export default {
      plugins: [{
        name: 'instrument',
        enforce: 'post',
        transform(source, id) {
          if (!id.endsWith('csv.ts')) return
          const code = instrumenter.instrumentSync(source, id)
          return { code, map: instrumenter.lastSourceMap() }
        },
      }],
      test: { setupFiles: ['loop-canary/vitest'], testTimeout: 30_000 },
    }
  `,
}

/** One way to run the two tests, with what the run has to print besides. */
interface Way {
  name: string
  host: 'vitest' | 'jest' | 'nodeTest'
  files: Files
  run: (project: Project) => Promise<TestRun>
  prints?: RegExp
  /** By how many lines its source is longer. */
  movedBy?: number
}

const jestFlags = {
  none: [],
  istanbul: ['--coverage', '--coverageProvider=babel'],
  v8: ['--coverage', '--coverageProvider=v8'],
}

const COVERED = /^ *csv\.ts +\|/m

const ways: Way[] = [
  ...['forks', 'threads', 'vmForks', 'vmThreads'].map((pool) => ({
    name: `Vitest, ${pool}`,
    host: 'vitest' as const,
    files: vitestFiles,
    run: (project: Project) => project.vitest(`--pool=${pool}`),
  })),
  {
    name: 'Vitest, with v8 coverage',
    host: 'vitest',
    files: { ...vitestFiles, ...v8Coverage },
    run: (project) => project.vitest(),
    prints: /^covered .*\bparse\b/m,
  },
  {
    name: 'Vitest, with istanbul coverage',
    host: 'vitest',
    files: { ...vitestFiles, ...istanbulCoverage },
    run: (project) => project.vitest(),
  },
  ...(
    [
      ['babel', babel, undefined],
      ['babel', babel, 'istanbul'],
      ['babel', babel, 'v8'],
      ['TypeScript', typeScript, undefined],
      ['TypeScript', typeScript, 'istanbul'],
      ['TypeScript', typeScript, 'v8'],
      ['a map beside the code', besideTheCode, undefined],
      ['a map beside the code', besideTheCode, 'v8'],
    ] as const
  ).map(([transformer, files, coverage]) => ({
    name: `Jest, ${transformer}${coverage ? `, with ${coverage} coverage` : ''}`,
    host: 'jest' as const,
    files: jestFiles(files),
    run: (project: Project) => project.jest(...jestFlags[coverage ?? 'none']),
    ...(coverage && { prints: COVERED }),
  })),
  {
    name: 'node:test, types stripped',
    host: 'nodeTest',
    files: nodeTestFiles,
    run: (project) => project.nodeTest(),
  },
  // Node 26 has that no more.
  ...(process.allowedNodeEnvironmentFlags.has('--experimental-transform-types')
    ? [
        {
          name: 'node:test, types transformed',
          host: 'nodeTest' as const,
          files: { ...nodeTestFiles, 'csv.ts': `enum Level {\n  Low,\n  High,\n}\n\n${nodeTestFiles['csv.ts']}` },
          run: (project: Project) => project.nodeTest('--experimental-transform-types'),
          movedBy: 5,
        },
      ]
    : []),
]

describe('the line that is named is that of the source, wherever the compiler has moved it', () => {
  test.for(waysHere(ways))('in $name', async ({ name, host, files, run: runTests, prints = /(?:)/, movedBy = 0 }) => {
    const run = await runTests(createProject(`source-maps/${name.replaceAll(/\W+/g, '-')}`, files))
    expect(run.text).toMatch(prints)
    const failures = readFailures(host, run.text)
    expect(Object.keys(failures), run.text).toEqual(['a stall', 'a runaway'])
    for (const [what, failure] of Object.entries(failures)) {
      const place = `csv.ts:${lineOf(what) + movedBy}`
      expect.soft(failure).toContain(`(${place})`)
      const [, shown] = /^ *(?:at|❯) .*?(csv\.ts:\d+):/m.exec(failure) ?? []
      expect.soft(shown, failure).toBe(place)
      // The runners' code frames.
      if (host !== 'nodeTest') expect.soft(failure).toContain(SOURCE[lineOf(what) - 1]!.slice(0, SHOWN))
    }
  })
})

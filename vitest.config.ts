import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { TEST_LIMIT_MS } from './test/support/limits.ts'

/** Files that take long begin first, so that none of them is alone at the end: those that start child processes. */
const LONG = /\/test\/(?:sentinel\/(?:last-resort|coexistence)|hosts|cli)\b/

class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isShort = ({ moduleId }: TestSpecification): number => Number(!LONG.test(moduleId))
    return (await super.sort(files)).toSorted((one, other) => isShort(one) - isShort(other))
  }
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // What a test takes for its runner: see `specFiles`.
    exclude: ['test/hosts/specs/**'],
    globalSetup: ['test/support/global-setup.ts'],
    testTimeout: TEST_LIMIT_MS,
    hookTimeout: TEST_LIMIT_MS,
    // One more than the machines of the gate have cores: a test whose child waits leaves its core to others.
    maxWorkers: 3,
    sequence: { sequencer: LongFirst },
    // Tests that open a debugger's port need not tell.
    execArgv: ['--inspect-publish-uid=http'],
    reporters: ['default', ...(process.env.GITHUB_ACTIONS ? ['github-actions'] : []), './scripts/gate-reporter.mjs'],
  },
})

import { describe, expect, test } from 'vitest'
import { createProject } from '../support/runner.ts'
import { vitest4 } from '../support/versions.ts'

const blocks = (name: string): string => `
import { test } from 'vitest'
import { block } from '${name === 'folder' ? '../' : './'}subjects.js'
test('blocks: ${name}', () => block(500))
`

const named = (name: string, others = ''): string =>
  `test: { name: '${name}', include: ['${name}.test.js'], ${others} }`

const files = {
  'inherits.test.js': blocks('inherits'),
  'stands-alone.test.js': blocks('stands-alone'),
  'own-runner.test.js': blocks('own-runner'),
  'off.test.js': blocks('off'),
  'folder/folder.test.js': blocks('folder'),
  'folder/vitest.config.js': "export default { test: { name: 'folder' } }",
  'runner.ts': `
    import { TestRunner } from 'vitest'
    export default class extends TestRunner {
      async onBeforeRunTask(test: { name: string }) {
        console.log('own runner: ' + test.name)
        await super.onBeforeRunTask(test as never)
      }
    }
  `,
  'vitest.config.js': `
    import { loopCanary } from 'loop-canary/guard/vitest'
    export default {
      plugins: [loopCanary()],
      test: {
        maxWorkers: 2,
        projects: [
          { extends: true, ${named('inherits')} },
          { ${named('stands-alone')} },
          { extends: true, ${named('own-runner', "runner: './runner.ts'")} },
          { plugins: [loopCanary({ mode: 'off' })], ${named('off')} },
          './folder',
        ],
      },
    }
  `,
}

describe('the guard of a config with projects is on in each that has its plugins, and told where it is not', () => {
  test.each([
    ['Vitest 5', undefined, 'failed', 'the project folder'],
    // What does not extend the config has none of its plugins there.
    ['Vitest 4', vitest4, 'passed', 'the projects stands-alone, folder'],
  ] as const)('in %s', async (version, parent, standsAlone, unguarded) => {
    const run = await createProject(`vitest/guard-projects-${version.at(-1)}`, files, parent?.()).vitest()
    expect(run.verdicts, run.text).toEqual({
      'blocks: inherits': 'failed',
      'blocks: stands-alone': standsAlone,
      'blocks: own-runner': 'failed',
      'blocks: off': 'passed',
      'blocks: folder': 'passed',
    })
    expect(run.text).toContain('own runner: blocks: own-runner')
    expect(run.text).not.toContain('own runner: blocks: inherits')
    const line = `loop-canary: no guard in ${unguarded}: \`loopCanary()\` has to be among the plugins there\n`
    expect(run.text).toContain(line)
  })
})

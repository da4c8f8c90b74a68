import { describe, expect, test } from 'vitest'
import { createProject, specFiles } from '../support/runner.ts'
import { jestSetUp, vitestSetUp } from '../support/set-ups.ts'
import { vitest4 } from '../support/versions.ts'

const onGitHub = { GITHUB_ACTIONS: 'true' }

/** The place that the workflow command about a test names, such as `<root>/subjects.js:12`. */
function annotated(text: string, title: string): string | undefined {
  const command = text.split('\n').find((line) => new RegExp(`^::error .*title=[^:]*${title}[,:]`).test(line)) ?? ''
  const [, file] = /file=([^,]*)/.exec(command) ?? []
  const [, line] = /line=(\d+)/.exec(command) ?? []
  return file && `${file}:${line}`
}

function expectAnnotations(text: string): void {
  expect(annotated(text, 'blocks')).toBe('<root>/subjects.js:12')
  expect(annotated(text, 'starves, and must not') ?? annotated(text, 'starves%2C and must not')).toBe(
    '<root>/subjects.js:12',
  )
  // Nobody is to blame for what is missing.
  expect(annotated(text, 'never yields')).toBe('<root>/failing.test.js:21')
}

const ASKED = '--testNamePattern=^(?:blocks|never yields|starves, and must not)$'

describe('on GitHub the line that blocks is annotated', () => {
  const files = { ...specFiles('failing', 'vitest'), ...vitestSetUp }

  test('by Vitest 5', async () => {
    const project = createProject('vitest/annotations', files, undefined, onGitHub)
    expectAnnotations((await project.vitest(ASKED, '--reporter=github-actions')).text)
  })

  test('by Vitest 4', async () => {
    const project = createProject('annotations', files, vitest4(), onGitHub)
    expectAnnotations((await project.vitest(ASKED, '--reporter=github-actions')).text)
  })

  test('by Jest', async () => {
    const files = { ...specFiles('failing', '@jest/globals'), ...jestSetUp }
    const project = createProject('jest/annotations', files, undefined, onGitHub)
    expectAnnotations((await project.jest(ASKED, '--reporters=github-actions')).text)
  })
})

// What the gate has to know of a run of Vitest: one file for each Node. Vitest's own JSON has neither unhandled errors nor those of hooks.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'

const FOLDER = process.env.TEST_REPORTS ?? '.vitest/reports'

export default class GateReporter {
  /**
   * @param {readonly import('vitest/node').TestModule[]} modules
   * @param {readonly import('vitest').SerializedError[]} unhandled
   */
  onTestRunEnd(modules, unhandled) {
    const tests = modules.flatMap((module) => [...module.children.allTests()])
    const count = (state) => tests.filter((test) => test.result().state === state).length
    const report = {
      node: process.versions.node,
      files: modules.length,
      passed: count('passed'),
      skipped: count('skipped'),
      failed: count('failed'),
      red: modules.filter((module) => !module.ok()).map(redFile),
      unhandled: unhandled.map(textOf),
    }
    mkdirSync(FOLDER, { recursive: true })
    writeFileSync(join(FOLDER, `node-${report.node}.json`), JSON.stringify(report))
  }
}

/** A file with a test that failed, or a hook, or that could not be run. */
function redFile(module) {
  const failures = [module, ...module.children.allSuites()].flatMap((suite) =>
    suite.errors().map((error) => ({ name: suite.fullName ?? 'the file itself', error: textOf(error) })),
  )
  for (const test of module.children.allTests('failed')) {
    failures.push({ name: test.fullName, error: (test.result().errors ?? []).map(textOf).join('\n') })
  }
  if (failures.length === 0) failures.push({ name: 'the file itself', error: 'it did not come to its end' })
  return { file: module.relativeModuleId, failures }
}

const textOf = ({ name, message, stack }) => stack || `${name}: ${message}`

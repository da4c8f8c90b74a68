// Adds up what the test runs of this checkout wrote to .vitest/json: one closing summary for each Node, and a total.
//
//   node scripts/sum-tests.mjs [name of a step that failed]
//
// What failed is said again at the end, with its message, because the middle of a long log is what gets lost.
// Fails when a test or a step failed, when a file could not be run, or when there is nothing to add up.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { argv } from 'node:process'

const failedStep = argv[2]
const folder = '.vitest/json'
const reports = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : []

let passed = 0
let failed = 0
const messages = []
for (const report of reports.sort()) {
  const run = JSON.parse(readFileSync(join(folder, report), 'utf8'))
  const failedFiles = run.testResults.filter(({ status }) => status === 'failed')
  // A file that throws while it is loaded has no tests that could fail, and an unhandled error belongs to none.
  const unloaded = failedFiles.filter(({ assertionResults }) => !assertionResults.some((t) => t.status === 'failed'))
  const failures = run.numFailedTests + unloaded.length || (run.success ? 0 : 1)
  const skipped = run.numPendingTests + run.numTodoTests
  const files = run.testResults.length
  console.log(report.replace(/^node-(.*)\.json$/, 'Node $1'))
  console.log(` Test Files  ${parts({ failed: failedFiles.length, passed: files - failedFiles.length })} (${files})`)
  console.log(`      Tests  ${parts({ failed: failures, passed: run.numPassedTests, skipped })} (${run.numTotalTests})`)
  passed += run.numPassedTests
  failed += failures
  for (const { name, message, assertionResults } of failedFiles) {
    const tests = assertionResults.filter((test) => test.status === 'failed')
    const where = `${report.replace(/\.json$/, '')} ${relative('.', name)}`
    if (tests.length === 0) messages.push(`${where}\n${message}`)
    for (const test of tests) messages.push(`${where} > ${test.fullName}\n${test.failureMessages.join('\n')}`)
  }
}
if (failed === 0 && (failedStep || passed === 0)) {
  console.log(failedStep ? `\nNo test failed, but \`${failedStep}\` did.` : '\nNo test was run.')
  failed = 1
}
for (const message of messages) console.log(`\n✗ ${message}`)
console.log(`\n${passed} passed, ${failed} failed`)
if (failed > 0) process.exitCode = 1

/** @param {Record<string, number>} counts */
function parts(counts) {
  const some = Object.entries(counts).filter(([, count]) => count > 0)
  return some.map(([word, count]) => `${count} ${word}`).join(' | ') || '0 passed'
}

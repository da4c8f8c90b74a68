// Reads what Vitest's JSON reporter wrote: one file for each Node that the tests were run on.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

/**
 * @typedef {object} Report
 * @property {string} node the version that the tests were run on
 * @property {boolean} success false also for an unhandled error, which belongs to no file
 * @property {number} tests how many there are
 * @property {number} files
 * @property {RedFile[]} red the files with a test that failed, or that could not be loaded
 *
 * @typedef {object} RedFile
 * @property {string} file relative to the project
 * @property {{ name: string, error: string }[]} failures
 */

/**
 * @param {string} folder
 * @returns {Report[]}
 */
export function readReports(folder) {
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : []
  return names.sort().map((name) => readReport(join(folder, name)))
}

/** @param {string} path */
function readReport(path) {
  const { success, numTotalTests, testResults } = JSON.parse(readFileSync(path, 'utf8'))
  const red = testResults.filter(({ status }) => status === 'failed').map(redFile)
  const node = path.match(/node-(.*)\.json$/)[1]
  return { node, success, tests: numTotalTests, files: testResults.length, red }
}

function redFile({ name, message, assertionResults }) {
  const failed = assertionResults.filter(({ status }) => status === 'failed')
  const failures = failed.map((test) => ({ name: test.fullName, error: test.failureMessages.join('\n') }))
  // A file that throws while it is loaded has no test that could fail.
  return { file: relative('.', name), failures: failures.length > 0 ? failures : [{ name: 'loading', error: message }] }
}

// Reads what gate-reporter.mjs wrote.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * @typedef {object} Report
 * @property {string} node the version that the tests were run on
 * @property {number} files
 * @property {number} passed
 * @property {number} skipped
 * @property {number} failed
 * @property {{ file: string, failures: { name: string, error: string }[] }[]} red
 * @property {string[]} unhandled errors that belong to no file
 */

/**
 * @param {string} folder
 * @returns {Report[]} those that were written to their end
 */
export function readReports(folder) {
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : []
  return names.sort().flatMap((name) => {
    try {
      return [JSON.parse(readFileSync(join(folder, name), 'utf8'))]
    } catch {
      return []
    }
  })
}

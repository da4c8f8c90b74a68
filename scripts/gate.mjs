// All that has to be green, step by step, and at the end why it is not: `.ci/run` calls it after `npm ci`.
//
// What was red is looked at once more, alone. What is green then is listed as flaky; more than two such are red all the same.
import { existsSync, readFileSync, rmSync } from 'node:fs'
import process from 'node:process'
import { stripVTControlCharacters } from 'node:util'
import { runOn } from './on-nodes.mjs'
import { runStep } from './steps.mjs'
import { readReports } from './test-reports.mjs'

const STEPS = ['nodes', 'test', 'demo', 'examples', 'test:nodes']

/** Where the steps of tests put their reports, by the Nodes that they run on. */
const NODES_OF = { vitest: ['24'], 'test:nodes': ['22', '26'] }

const REPORTS = '.vitest/json'
const REPORTS_AGAIN = '.vitest/json-again'
const STEPS_OF_TEST = '.vitest/steps.json'

const MOST_FLAKY = 2
/** More than that is no matter of chance, and looking again would only take time. */
const MOST_LOOKED_AT_AGAIN = 5
const TOLD_WITH_ERROR = 6

rmSync('.vitest', { recursive: true, force: true })
const started = performance.now()

const steps = []
for (const script of STEPS) {
  const step = await runStep(script)
  // `npm test` is made of steps of its own.
  const parts =
    script === 'test' && existsSync(STEPS_OF_TEST) ? JSON.parse(readFileSync(STEPS_OF_TEST, 'utf8')) : [step]
  steps.push(...parts)
}

const reports = readReports(REPORTS)
/** What was red and may be a matter of chance: `again` looks once more and returns what is still wrong. */
const suspects = [
  ...reports.flatMap(({ node, red }) => red.map((file) => suspectFile(node, file))),
  ...steps.filter(({ script, passed }) => !passed && ['demo', 'examples'].includes(script)).map(suspectStep),
]
const suspectNames = new Set(suspects.map(({ name }) => name))
const red = steps
  .filter(isRedForItself)
  .map(({ script, lastLines }) => ({ name: `npm run ${script}`, lines: lastLines }))
const flaky = []
for (const suspect of suspects) {
  const lines = suspectNames.size > MOST_LOOKED_AT_AGAIN ? suspect.lines : await suspect.again()
  if (lines.length > 0) red.push({ name: suspect.name, where: suspect.where, lines })
  else flaky.push(suspect)
}
const flakyNames = new Set(flaky.map(({ name }) => name))
tell()
if (red.length > 0 || flakyNames.size > MOST_FLAKY) process.exitCode = 1

/** A step that failed, and no file of tests is to blame: it crashed, an error was unhandled, the linter or a compiler complains. */
function isRedForItself({ script, passed }) {
  if (passed || script === 'demo' || script === 'examples') return false
  const reported = (NODES_OF[script] ?? []).map((major) => reports.find(({ node }) => node.startsWith(`${major}.`)))
  if (reported.length === 0) return true
  return reported.some((report) => !report || (!report.success && report.red.length === 0))
}

function suspectFile(node, { file, failures }) {
  const again = async () => {
    console.log(`\n━━ once more, alone: ${file} on Node ${node}\n`)
    process.env.TEST_REPORTS = REPORTS_AGAIN
    rmSync(REPORTS_AGAIN, { recursive: true, force: true })
    const { status } = runOn(node.split('.')[0], ['vitest', 'run', file, '--no-file-parallelism'], 'inherit')
    if (status === 0) return []
    const still = readReports(REPORTS_AGAIN).flatMap((report) => report.red)
    return still.length > 0 ? still.flatMap((each) => linesOf(each.failures)) : [`vitest ended with ${status}`]
  }
  return { name: file, where: ` on Node ${node}`, lines: linesOf(failures), again }
}

function suspectStep({ script, lastLines }) {
  const again = async () => {
    const { passed, lastLines } = await runStep(script)
    return passed ? [] : lastLines
  }
  return { name: `npm run ${script}`, where: '', lines: lastLines, again }
}

/** The names of the tests, each with the first lines of its error. */
function linesOf(failures) {
  const shown = failures.slice(0, 4).flatMap(({ name, error }) => [`${name}:`, ...firstLines(error, 3)])
  return failures.length > 4 ? [...shown, `and ${failures.length - 4} more tests of this file`] : shown
}

function firstLines(text, count) {
  const lines = stripVTControlCharacters(text)
    .split('\n')
    .filter((line) => line.trim())
  return lines.slice(0, count).map((line) => `    ${line.slice(0, 200)}`)
}

function tell() {
  console.log(`\n━━ All steps, ${Math.round((performance.now() - started) / 1000)} s\n`)
  for (const { script, passed, seconds } of steps) console.log(`${passed ? '✓' : '✗'} ${script} (${seconds} s)`)
  for (const { node, tests, files } of reports) console.log(`  Node ${node}: ${tests} tests in ${files} files`)
  for (const { name, where = '', lines } of red.slice(0, TOLD_WITH_ERROR)) {
    console.log(`\n✗ ${name}${where}\n  ${lines.slice(0, Math.max(3, Math.floor(24 / red.length))).join('\n  ')}`)
  }
  for (const { name, where = '' } of red.slice(TOLD_WITH_ERROR)) console.log(`✗ ${name}${where}`)
  for (const { name, where, lines } of flaky) {
    console.log(`\nflaky (red, then green): ${name}${where}\n  ${lines.slice(0, 4).join('\n  ')}`)
  }
  if (flakyNames.size > MOST_FLAKY) console.log(`\n✗ ${flakyNames.size} are flaky; ${MOST_FLAKY} are forgiven`)
  const failed = red.length + (flakyNames.size > MOST_FLAKY ? flakyNames.size : 0)
  const tests = reports.reduce((sum, report) => sum + report.tests, 0)
  console.log(`\n${Math.max(0, tests - failed)} passed, ${failed} failed`)
}

// All that has to be green, step by step, and at the end why it is not: `.ci/run` calls it after `npm ci`.
//
// What was red is looked at once more, alone, unless that is so much that it is no matter of chance. What is green then
// is listed as flaky; more than two such are red all the same.
import { existsSync, readFileSync, rmSync } from 'node:fs'
import process from 'node:process'
import { stripVTControlCharacters } from 'node:util'
import { runOn } from './on-nodes.mjs'
import { runStep } from './steps.mjs'
import { readReports } from './test-reports.mjs'

const STEPS = ['nodes', 'test', 'demo', 'examples', 'test:nodes']

/** The Nodes that the steps of tests run on. */
const NODES_OF = { vitest: ['24'], 'test:nodes': ['22', '26'] }

/** Steps that have no files of tests to look at again, and are short. */
const LOOKED_AT_AGAIN = ['demo', 'examples']

const REPORTS = '.vitest/reports'
const REPORTS_AGAIN = '.vitest/reports-again'
const STEPS_OF_TEST = '.vitest/steps.json'

const MOST_FLAKY = 2
const MOST_LOOKED_AT_AGAIN = 5

/** What a reader of a log sees first. */
const LAST_LINES = 40

/** @typedef {{ what: string, where: string, error: string[] }} Finding one red test, or one red step */
/** @typedef {{ name: string, findings: Finding[], again: () => Finding[] | Promise<Finding[]> }} Suspect */

rmSync('.vitest', { recursive: true, force: true })
const started = performance.now()

const steps = []
for (const script of STEPS) {
  const step = await runStep(script)
  // `npm test` is made of steps of its own.
  const hasParts = script === 'test' && existsSync(STEPS_OF_TEST)
  steps.push(...(hasParts ? JSON.parse(readFileSync(STEPS_OF_TEST, 'utf8')) : [step]))
}
const failedSteps = steps.filter(({ passed }) => !passed)

const reports = readReports(REPORTS)
/** @type {Suspect[]} */
const suspects = [
  ...reports.flatMap(({ node, red }) => red.map((file) => suspectFile(node, file))),
  ...failedSteps.filter(({ script }) => LOOKED_AT_AGAIN.includes(script)).map(suspectStep),
]
const mayBeChance = new Set(suspects.map(({ name }) => name)).size <= MOST_LOOKED_AT_AGAIN

/** @type {Finding[]} */
const red = failedSteps.filter(({ script }) => !LOOKED_AT_AGAIN.includes(script)).flatMap(redForItself)
/** @type {Suspect[]} */
const flaky = []
for (const suspect of suspects) {
  const findings = mayBeChance ? await suspect.again() : suspect.findings
  if (findings.length > 0) red.push(...findings)
  else flaky.push(suspect)
}
const isTooFlaky = new Set(flaky.map(({ name }) => name)).size > MOST_FLAKY
if (isTooFlaky) red.push(...flaky.flatMap(({ findings }) => findings))
tell()
if (red.length > 0) process.exitCode = 1

/** What of a failed step no red file of tests accounts for. */
function redForItself({ script, lastLines }) {
  const nodes = NODES_OF[script]
  const whole = [{ what: `npm run ${script}`, where: '', error: lastLines.slice(-6) }]
  if (!nodes) return whole
  const findings = []
  for (const major of nodes) {
    const report = reports.find(({ node }) => node.startsWith(`${major}.`))
    const where = ` on Node ${report?.node ?? major}`
    if (!report) findings.push({ what: `npm run ${script}`, where, error: ['Vitest did not come to its end.'] })
    for (const error of report?.unhandled ?? []) {
      findings.push({ what: 'an unhandled error', where, error: firstLines(error) })
    }
  }
  const isAccountedFor = findings.length > 0 || reports.some(({ node, red }) => isOf(nodes, node) && red.length > 0)
  return isAccountedFor ? findings : whole
}

function isOf(nodes, version) {
  return nodes.includes(version.split('.')[0])
}

/** @returns {Suspect} */
function suspectFile(node, { file, failures }) {
  const where = ` on Node ${node}`
  const findingsOf = (all) =>
    all.map(({ name, error }) => ({ what: `${file}: ${name}`, where, error: firstLines(error) }))
  const again = () => {
    console.log(`\n━━ once more, alone: ${file}${where}\n`)
    process.env.TEST_REPORTS = REPORTS_AGAIN
    rmSync(REPORTS_AGAIN, { recursive: true, force: true })
    const { status } = runOn(node.split('.')[0], ['vitest', 'run', file, '--no-file-parallelism'])
    if (status === 0) return []
    const still = readReports(REPORTS_AGAIN).flatMap((report) => report.red.flatMap((one) => one.failures))
    return findingsOf(still.length > 0 ? still : failures)
  }
  return { name: file, findings: findingsOf(failures), again }
}

/** @returns {Suspect} */
function suspectStep({ script, lastLines }) {
  const what = `npm run ${script}`
  const again = async () => {
    const { passed, lastLines } = await runStep(script)
    return passed ? [] : [{ what, where: '', error: lastLines.slice(-6) }]
  }
  return { name: what, findings: [{ what, where: '', error: lastLines.slice(-6) }], again }
}

function firstLines(text) {
  const lines = stripVTControlCharacters(text)
    .split('\n')
    .filter((line) => line.trim())
  return lines.slice(0, 5).map((line) => line.slice(0, 160))
}

function tell() {
  console.log(`\n━━ All steps, ${Math.round((performance.now() - started) / 1000)} s\n`)
  for (const { script, passed, seconds } of steps) console.log(`${passed ? '✓' : '✗'} ${script} (${seconds} s)`)
  for (const { node, files, passed, failed, skipped } of reports) {
    console.log(`  Node ${node}: ${passed} passed, ${failed} failed, ${skipped} skipped, in ${files} files`)
  }
  const forgiven = isTooFlaky ? [] : flaky.flatMap(({ findings }) => findings)
  if (forgiven.length > 0) console.log()
  for (const { what, where, error } of forgiven)
    console.log(`flaky, red and then green: ${what}${where}: ${error[0] ?? ''}`)
  if (isTooFlaky) console.log(`\nRed, and green when looked at again, but more than ${MOST_FLAKY} files:`)
  // Each red test has its line, and as much of its error as there is room for.
  const room = LAST_LINES - 4
  const each = Math.max(1, Math.floor(room / Math.max(1, red.length)) - 1)
  if (red.length > 0) console.log()
  for (const { what, where, error } of red.slice(0, room)) {
    if (each === 1) console.log(`✗ ${what}${where}: ${error[0] ?? ''}`)
    else console.log([`✗ ${what}${where}`, ...error.slice(0, each).map((line) => `    ${line}`)].join('\n'))
  }
  if (red.length > room) console.log(`✗ and ${red.length - room} more`)
  const passed = reports.reduce((sum, report) => sum + report.passed, 0) + forgiven.length
  console.log(`\n${passed} passed, ${red.length} failed`)
}

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What a runner said of each test, by the test's name. */
export type Verdicts = Record<string, string>

interface JsonReport {
  testResults: { assertionResults: { title: string; status: string }[] }[]
}

/** Reads the machine-readable reports in a folder: Vitest and Jest share one format, node:test writes TAP. */
export function readVerdicts(folder: string): Verdicts {
  const verdicts: Verdicts = {}
  for (const name of readdirSync(folder)) {
    const report = readFileSync(join(folder, name), 'utf8')
    Object.assign(verdicts, name.endsWith('.tap') ? verdictsOfTap(report) : fromJson(report))
  }
  return verdicts
}

function fromJson(report: string): Verdicts {
  const { testResults } = JSON.parse(report) as JsonReport
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults)
  return Object.fromEntries(tests.map(({ title, status }) => [title, status]))
}

/** Reads what node:test writes with its reporter `tap`. */
export function verdictsOfTap(report: string): Verdicts {
  const lines = report.matchAll(/^ *(?<not>not )?ok \d+ - (?<name>.*)$/gm)
  return Object.fromEntries([...lines].map(({ groups }) => [groups!.name!, groups!.not ? 'failed' : 'passed']))
}

/**
 * The tests whose verdict is not the one that their name announces: `passes: …` or `fails: …`. What announces nothing, such
 * as a file that could not be run, is among them.
 */
export function wrongVerdicts(verdicts: Verdicts): Verdicts {
  return Object.fromEntries(Object.entries(verdicts).filter(([name, verdict]) => verdict !== announced(name)))
}

function announced(name: string): string | undefined {
  if (name.startsWith('passes: ')) return 'passed'
  if (name.startsWith('fails: ')) return 'failed'
  return undefined
}

#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import process from 'node:process'
import { styleText } from 'node:util'
import { type Command, cac } from 'cac'
import { unexpected } from './bad-input.ts'
import { describeDiagnosis } from './doctor/describe.ts'
import { diagnose } from './doctor/doctor.ts'
import { printable } from './doctor/printable.ts'

/** How the process ends: all is well, something is not, or the tool was used wrongly or failed itself. */
const ExitCode = { good: 0, bad: 1, failed: 2 } as const

const EXIT_CODES = `  0  all is well
  1  something is not
  2  wrong use, or a failure of loop-canary itself`

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))

const cli = cac('loop-canary')
cli.option('-v, --version', 'Display the version')
cli.help((sections) => [...sections, { title: 'Exit codes', body: EXIT_CODES }])
cli
  .command('doctor', 'Print what this machine can measure, and try to stop what never ends')
  .option('--json', 'Print one JSON document')
  .action(doctor)

async function doctor({ json = false }: { json?: boolean }): Promise<number> {
  if (process.stderr.isTTY) process.stderr.write('Measuring, which takes some 5 s …\n\n')
  const diagnosis = await diagnose(version)
  process.stdout.write(
    json
      ? printable(`${JSON.stringify(diagnosis, null, 2)}\n`)
      : describeDiagnosis(diagnosis, hasColours() ? styleText : undefined),
  )
  return diagnosis.problems.length === 0 ? ExitCode.good : ExitCode.bad
}

function hasColours(): boolean {
  const { NO_COLOR } = process.env
  return process.stdout.isTTY && (NO_COLOR === undefined || NO_COLOR === '') && process.stdout.hasColors()
}

/**
 * Reads the command line. Tells whether there is a command to run; a question for help or the version is answered at once.
 *
 * @throws TypeError when there is anything in it that no command knows.
 */
function readCommandLine(): boolean {
  const { args, options } = cli.parse(process.argv, { run: false })
  if (options.version && !options.help) process.stdout.write(`loop-canary ${version}\n`)
  if (options.version || options.help) return false
  const command = cli.matchedCommand
  if (!command) {
    const names = cli.commands.map(({ name }) => `\`${name}\``).join(' or ')
    throw args.length === 0 ? new TypeError(`Expected a command: ${names}`) : unexpected('the command', names, args[0])
  }
  checkOptions(command)
  const rest = [...args, ...options['--']]
  if (rest.length > 0) throw unexpected(`what follows \`${command.name}\``, 'nothing but options', rest[0])
  return true
}

function checkOptions(command: Command): void {
  const all = [...command.options, ...cli.globalCommand.options]
  const { '--': _, ...options } = cli.options
  for (const [name, value] of Object.entries(options)) {
    const option = all.find(({ names }) => names.includes(name))
    if (!option) {
      const known = all.map((one) => `--${one.name}`).join(', ')
      throw new TypeError(`Unknown option \`${name.length > 1 ? '--' : '-'}${name}\`. The options are ${known}`)
    }
    if (option.isBoolean && typeof value !== 'boolean') {
      throw unexpected(`the \`--${option.name}\` option`, 'given once and without a value', value)
    }
  }
}

async function main(): Promise<number> {
  try {
    if (!readCommandLine()) return ExitCode.good
  } catch (error) {
    return fail(`${(error as Error).message}. See \`loop-canary --help\`.`)
  }
  try {
    return await cli.runMatchedCommand()
  } catch (error) {
    return fail(`${(error as Error).stack}`)
  }
}

function fail(message: string): number {
  process.stderr.write(printable(`loop-canary: ${message}\n`))
  return ExitCode.failed
}

process.exitCode = await main()

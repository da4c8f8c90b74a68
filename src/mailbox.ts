import { basename, join } from 'node:path'

/**
 * Names the folder in which a reporter in another process wants to find what tests have to tell: there is a file for each kind of
 * letter and each thread that has written one, with a letter a line; see `reporter/jest.ts`.
 */
const FOLDER_VARIABLE = 'LOOP_CANARY_FOLDER'

/** How the folder begins; then come the process that has made it, and what makes it unique. */
const PREFIX = 'loop-canary-'

/** The process whose reporter reads a folder. */
const readerOf = (folder: string): number => Number(basename(folder).slice(PREFIX.length).split('-')[0])

/**
 * Whether a process has started this one to run tests, or is this one. What a test starts has inherited the environment, and may be a runner
 * with other tests, whose reporter that is not.
 */
const isRunner = (pid: number): boolean => pid === process.pid || (pid === process.ppid && process.connected)

/** What letters are about. */
export type Subject = 'inconclusive' | 'guard' | 'ended' | 'scale'

/** Where the reporter looks for letters, if there is one. */
export function mailbox(): string | undefined {
  const { [FOLDER_VARIABLE]: folder } = process.env
  return folder && isRunner(readerOf(folder)) ? folder : undefined
}

/** From here on letters are for a new folder. */
export function openMailbox(): string {
  const { mkdtempSync } = process.getBuiltinModule('node:fs')
  const { tmpdir } = process.getBuiltinModule('node:os')
  const folder = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`))
  process.env[FOLDER_VARIABLE] = folder
  return folder
}

/** From here on they are for nobody. */
export function closeMailbox(): void {
  delete process.env[FOLDER_VARIABLE]
}

/** Whether nobody is left to read what is in a folder when this process ends. */
export const isReadHere = (folder: string): boolean => readerOf(folder) === process.pid

/** Takes away a folder that nobody will read any more. */
export function removeMailbox(folder: string): void {
  const { rmSync } = process.getBuiltinModule('node:fs')
  rmSync(folder, { recursive: true, force: true })
}

/** Writes to the reporter, if there is one. */
export function writeLetter(subject: Subject, letter: object, folder: string | undefined = mailbox()): void {
  if (!folder) return
  // Loaded here, not with the package, of whose import they would be a third; and not by `import()`, which Jest does not have.
  const { appendFileSync } = process.getBuiltinModule('node:fs')
  const { threadId } = process.getBuiltinModule('node:worker_threads')
  appendFileSync(join(folder, `${subject}-${process.pid}-${threadId}`), `${JSON.stringify(letter)}\n`)
}

/** Reads all letters about something, from a folder. */
export function readLetters<Letter>(subject: Subject, folder: string): Letter[] {
  const { readdirSync, readFileSync } = process.getBuiltinModule('node:fs')
  return readdirSync(folder)
    .filter((name) => name.startsWith(`${subject}-`))
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n').filter(Boolean))
    .map((line) => JSON.parse(line))
}

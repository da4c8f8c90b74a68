import { describe, expect, it, test } from 'vitest'
import { describeDiagnosis } from '../../src/doctor/describe.ts'
import type { Diagnosis, Evidence, Measured, Stop, Stops } from '../../src/doctor/diagnosis.ts'
import { problemsOf } from '../../src/doctor/judgement.ts'

const inAll = (stop: Stop): Stops => ({ sync: stop, microtasks: stop, nextTicks: stop, laterTurn: stop })
const STOPPED = inAll({ stopped: true, lateMs: 12.34, lineNamed: true })

const measured: Measured = {
  host: { loopCanary: '1.2.3', node: '24.0.0', platform: 'linux', arch: 'x64', cpus: 8, load: 0.5 },
  sentinel: { started: true, firstWatchMs: 40, laterWatchMs: 1.5, missing: [] },
  clocks: {
    monotonic: { smallestMs: 0.00004, medianMs: 0.00005 },
    cpu: { smallestMs: 0.003, medianMs: 0.004 },
    nodeCpu: { smallestMs: 0.03, medianMs: 4 },
  },
  evidence: { source: 'schedstat', steal: true, throttling: true, pressure: true, cpuQuota: 'none' },
  noiseFloor: {
    lastedMs: 2001,
    turns: 120_000,
    longestStall: { ms: 2.5, wallMs: 3, cpuMs: 2, asleepMs: 0.5, gcMs: 1.5, descheduledMs: 0.5 },
    longestWallMs: 20,
    turnP50Ms: 0.002,
    turnP99Ms: 0.04,
    descheduledMs: 40,
    gcMs: 25,
    suspendedMs: 0,
    sentinelLateMs: 1,
  },
  budget: { supportedMs: 5, tries: [{ budgetMs: 5, idle: 'pass', halfUsed: 'pass', overrun: 'fail' }] },
  runaways: { stopAfterMs: 100, main: STOPPED, worker: STOPPED },
}

function diagnosis(change: Partial<Measured> = {}): Diagnosis {
  const all = { ...measured, ...change }
  return { ...all, problems: problemsOf(all) }
}

/** What is told in a row, in one line. */
function told(text: string, label: string): string {
  const lines = text.split('\n')
  const first = lines.findIndex((line) => line.startsWith(`  ${label.padEnd(24)}`))
  const rest = lines.slice(first + 1)
  const end = rest.findIndex((line) => !line.startsWith(' '.repeat(26)))
  return [lines[first]!.slice(26), ...rest.slice(0, end).map((line) => line.trim())].join(' ')
}

/** The cases that platforms make, by what each of them offers. */
const platforms: [string, Partial<Measured>][] = [
  ['Linux', {}],
  ['Linux in a container', { evidence: { ...measured.evidence, cpuQuota: 1.5 } }],
  ['Linux without /proc', { evidence: { source: 'thread-cpu', steal: false, throttling: false, pressure: false } }],
  [
    'macOS',
    {
      host: { ...measured.host, platform: 'darwin', arch: 'arm64', cpus: 1 },
      evidence: { source: 'thread-cpu', steal: false, throttling: false, pressure: false },
    },
  ],
  [
    'Windows on an old Node',
    {
      host: { ...measured.host, platform: 'win32', node: '22.12.0', load: undefined },
      clocks: { monotonic: measured.clocks.monotonic },
      evidence: { source: 'none', steal: false, throttling: false, pressure: false },
    },
  ],
]

describe.each(platforms)('%s', (_name, change) => {
  const text = describeDiagnosis(diagnosis(change))

  it('is told in full, in 80 columns', () => {
    expect(text).not.toMatch(/undefined|NaN|null|\[object/)
    expect(text.split('\n').filter((line) => line.length > 80)).toEqual([])
    expect(text.split('\n').filter((line) => line !== line.trimEnd())).toEqual([])
  })

  it('is told as text as it is in JSON, which goes through a pipe unchanged', () => {
    expect(describeDiagnosis(JSON.parse(JSON.stringify(diagnosis(change))))).toBe(text)
  })
})

const NOTHING: Omit<Evidence, 'source'> = { steal: false, throttling: false, pressure: false }

test.each<[Evidence, string, string]>([
  [measured.evidence, 'run-queue delay', 'told exactly by schedstat, and not counted'],
  [
    { source: 'thread-cpu', ...NOTHING },
    'run-queue delay',
    "not told: time off the CPU may be the machine's or the function's, and what depends on it is inconclusive",
  ],
  [
    { source: 'none', ...NOTHING },
    'run-queue delay',
    "not told, nor the thread's CPU time (Node 22.19 has it): what the machine takes counts as the function's",
  ],
  [measured.evidence, 'steal', 'told'],
  [{ source: 'schedstat', ...NOTHING }, 'steal', "not told: what a hypervisor takes counts as the function's"],
  [measured.evidence, 'throttling', 'told'],
  [{ source: 'schedstat', ...NOTHING }, 'throttling', 'not told by itself: counted as run-queue delay'],
  [
    { source: 'thread-cpu', ...NOTHING },
    'throttling',
    'not told: a process beyond its quota looks like a function that sleeps',
  ],
  [measured.evidence, 'CPU quota', 'none'],
  [{ ...measured.evidence, cpuQuota: 0.5 }, 'CPU quota', '0.5 CPUs'],
  [{ source: 'thread-cpu', ...NOTHING }, 'CPU quota', 'not told'],
  [measured.evidence, 'CPU pressure', 'told'],
  [{ source: 'thread-cpu', ...NOTHING }, 'CPU pressure', 'not told: no verdict needs it'],
])('what is missing, and what that means: %j, %s', (evidence, label, expected) => {
  expect(told(describeDiagnosis(diagnosis({ evidence })), label)).toBe(expected)
})

const DEBUGGED: Stop = { stopped: false, reason: 'a debugger may be attached' }

test.each<[string, Partial<Measured>, string[]]>([
  ['everything works', {}, []],
  ['thread-cpu is enough', { evidence: { source: 'thread-cpu', ...NOTHING } }, []],
  [
    'nothing tells whose time it was',
    { evidence: { source: 'none', ...NOTHING } },
    ["Nothing tells the machine's time from the function's: a busy machine fails tests."],
  ],
  [
    'no sentinel',
    { sentinel: { ...measured.sentinel, started: false, missing: ['no sentinel thread (not permitted)'] } },
    ['The sentinel does not start: no sentinel thread (not permitted).'],
  ],
  [
    'nothing stopped anywhere',
    { runaways: { stopAfterMs: 100, main: inAll(DEBUGGED), worker: inAll(DEBUGGED) } },
    ['Not stopped in the main thread and in a worker thread: anything. The reason: a debugger may be attached.'],
  ],
  [
    'some stopped in one place',
    {
      runaways: { stopAfterMs: 100, main: STOPPED, worker: { ...STOPPED, microtasks: DEBUGGED, laterTurn: DEBUGGED } },
    },
    [
      'Not stopped in a worker thread: a microtask loop, a loop in a later turn. The reason: a debugger may be attached.',
    ],
  ],
  [
    'no budget',
    { budget: { supportedMs: null, tries: [{ budgetMs: 100, idle: 'inconclusive' }] } },
    ['No budget up to 100 ms is judged rightly, as busy as the machine is now.'],
  ],
])('what essential does not work: %s', (_name, change, problems) => {
  const found = diagnosis(change)
  expect(found.problems).toEqual(problems)
  const text = describeDiagnosis(found).replace(/\s+/g, ' ')
  for (const problem of problems) expect(text).toContain(`✖ ${problem}`)
  expect(text.includes('Everything essential works here.')).toBe(problems.length === 0)
})

test('text of others gives no command to the terminal, and does not leave its columns', () => {
  const missing = [`no worker canary (\u001B[2J\u009B31m\u202Edetar${'x'.repeat(300)}\r\n\tend)`]
  const text = describeDiagnosis(diagnosis({ sentinel: { ...measured.sentinel, missing } }))
  expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u)
  expect(text).toContain('\\u001b[2J\\u009b31m\\u202edetar')
  expect(text.split('\n').filter((line) => line.length > 80)).toEqual([])
})

test('colours are added to titles and marks, and change nothing else', () => {
  const paint = (style: string, text: string): string => `<${style}>${text}</${style}>`
  const found = diagnosis({ runaways: { ...measured.runaways, worker: inAll(DEBUGGED) } })
  const painted = describeDiagnosis(found, paint)
  expect(painted).toContain('<bold>Clocks</bold>')
  expect(painted).toContain('<green>✔</green> 12.3 ms later, named')
  expect(painted).toContain('<red>✖</red> not stopped')
  expect(painted.replace(/<\/?(bold|green|red)>/g, '')).toBe(describeDiagnosis(found))
})

import {
  type Budget,
  type BudgetTry,
  type Clocks,
  type Diagnosis,
  type Evidence,
  type Host,
  type NoiseFloor,
  RUNAWAYS,
  type Runaways,
  type SentinelStart,
  type Steps,
  type Stop,
} from './diagnosis.ts'
import { PLACE_NAMES, RUNAWAY_NAMES } from './judgement.ts'
import { type Line, list, paragraph, row, type Style, sheet } from './sheet.ts'
import { formatTime } from './units.ts'

/** A test that runs on one machine only is rare: a budget below this leaves no room for slower ones. */
const ROOMY_BUDGET_MS = 50

/**
 * Tells a diagnosis to people, in lines of at most 80 columns.
 *
 * @param paint - gives a style to a piece of text; none by default
 */
export function describeDiagnosis(diagnosis: Diagnosis, paint?: (style: Style, text: string) => string): string {
  const { host, clocks, evidence, noiseFloor, sentinel, runaways, budget, problems } = diagnosis
  return sheet(
    [
      [describeHost(host), []],
      ['Clocks', describeClocks(clocks)],
      ['Whose time a stall was', describeEvidence(evidence)],
      [`Noise floor: ${formatTime(noiseFloor.lastedMs)} of a function that only hands back`, describeNoise(noiseFloor)],
      ['Sentinel, the watcher thread', describeSentinel(sentinel)],
      [`Stopping what never ends, after ${runaways.stopAfterMs} ms of its own time`, describeRunaways(runaways)],
      ['Budget', describeBudget(budget)],
      problems.length === 0
        ? ['Everything essential works here.', []]
        : ['What essential does not work here', list(problems)],
    ],
    paint,
  )
}

function describeHost({ loopCanary, node, platform, arch, cpus, load }: Host): string {
  const busy = load === undefined ? '' : `, load ${load.toFixed(1)}`
  return `loop-canary ${loopCanary}, Node ${node}, ${platform} ${arch}, ${cpus} CPU${cpus === 1 ? '' : 's'}${busy}`
}

function describeClocks({ monotonic, cpu, nodeCpu }: Clocks): Line[] {
  const steps = (found?: Steps): string =>
    found ? `${formatTime(found.medianMs)} a step, ${formatTime(found.smallestMs)} at best` : 'none'
  return [
    ...row('monotonic', steps(monotonic)),
    ...row('CPU, as read here', steps(cpu)),
    ...row('CPU, as Node has it', steps(nodeCpu)),
  ]
}

const SOURCES: Record<Evidence['source'], string> = {
  schedstat: 'told exactly by schedstat, and not counted',
  'context-switches':
    'bounded by the times that the CPU was taken away: a blocking call is told from a busy machine, to some 12 ms',
  'thread-cpu':
    "not told: time off the CPU may be the machine's or the function's, and what depends on it is inconclusive",
  none: "not told, nor the thread's CPU time (Node 22.19 has it): what the machine takes counts as the function's",
}

function describeEvidence({ source, steal, throttling, pressure, cpuQuota }: Evidence): Line[] {
  const quota =
    cpuQuota === undefined ? 'not told' : cpuQuota === 'none' ? 'none' : `${Number(cpuQuota.toFixed(2))} CPUs`
  const throttlingUnknown =
    source === 'schedstat'
      ? 'not told by itself: counted as run-queue delay'
      : 'not told: a process beyond its quota looks like a function that sleeps'
  return [
    ...row('run-queue delay', SOURCES[source]),
    ...row('steal', steal ? 'told' : "not told: what a hypervisor takes counts as the function's"),
    ...row('throttling', throttling ? 'told' : throttlingUnknown),
    ...row('CPU quota', quota),
    ...row('CPU pressure', pressure ? 'told' : 'not told: no verdict needs it'),
  ]
}

function describeNoise(floor: NoiseFloor): Line[] {
  const { longestStall, longestWallMs, turns, turnP50Ms, turnP99Ms, sentinelLateMs } = floor
  const { ms, cpuMs, asleepMs, gcMs } = longestStall
  const parts = [`${formatTime(cpuMs)} CPU`, `${formatTime(Math.max(0, asleepMs))} asleep`, `${formatTime(gcMs)} GC`]
  const within = (share: string, limitMs: number): string => `${share} within ${formatTime(limitMs)}`
  return [
    ...row('longest stall', `${formatTime(ms)} its own: ${parts.join(', ')}`),
    ...row('on the wall clock', formatTime(longestWallMs)),
    ...row('turns', `${turns.toLocaleString('en-US')}: ${within('half', turnP50Ms)}, ${within('99 %', turnP99Ms)}`),
    ...row('in all', describeTaken(floor)),
    ...row('sentinel late', `by ${formatTime(sentinelLateMs)} at worst`),
  ]
}

/** What was taken from the thread, by whom; always the two that nearly always take some. */
function describeTaken({ descheduledMs, gcMs, stealMs = 0, throttledMs = 0, suspendedMs }: NoiseFloor): string {
  const seldom = { 'taken by a hypervisor': stealMs, 'stopped by the quota': throttledMs, suspended: suspendedMs }
  const taken = Object.entries(seldom).filter(([, ms]) => ms > 0)
  return [['ready and not run', descheduledMs] as const, ['GC', gcMs] as const, ...taken]
    .map(([what, ms]) => `${formatTime(ms)} ${what}`)
    .join(', ')
}

function describeSentinel({ started, missing, firstWatchMs, laterWatchMs }: SentinelStart): Line[] {
  return [
    ...row('first watch', `${formatTime(firstWatchMs)}${started ? ', with the start of the thread' : ''}`),
    ...row('later watches', `${formatTime(laterWatchMs)} each`),
    ...(missing.length > 0 ? row('missing', missing.join('; ')) : []),
  ]
}

function describeRunaways({ main, worker }: Runaways): Line[] {
  return [
    ...row('', [PLACE_NAMES.main, PLACE_NAMES.worker]),
    ...RUNAWAYS.flatMap((name) => row(RUNAWAY_NAMES[name], [describeStop(main[name]), describeStop(worker[name])])),
  ]
}

function describeStop(stop: Stop): string {
  if (!stop.stopped) return '✖ not stopped'
  return `✔ ${formatTime(stop.lateMs)} later${stop.lineNamed ? ', named' : ''}`
}

function describeBudget({ supportedMs, tries }: Budget): Line[] {
  return [
    ...tries.flatMap((tried) => row(formatTime(tried.budgetMs), describeTry(tried))),
    ...paragraph(advice(supportedMs)),
  ]
}

function describeTry({ idle, halfUsed, overrun }: BudgetTry): string {
  if (idle !== 'pass') return `the function above, at half of it: ${idle}`
  if (halfUsed !== 'pass') return `a function that uses half of it: ${halfUsed}`
  if (overrun !== 'fail') return `a function that blocks a few ms too long: ${overrun}`
  return 'half of it passes, a few ms too many are found'
}

function advice(supportedMs: number | null): string {
  if (supportedMs === null) {
    return (
      'No budget that was tried is judged rightly, as busy as this machine is now. Prefer `toYieldToPoll()` and ' +
      '`toYieldAtLeast(n)`, which need no clock.'
    )
  }
  const from = `Budgets from ${supportedMs} ms on are judged rightly here, as busy as this machine is now.`
  if (supportedMs > ROOMY_BUDGET_MS) return `${from} Smaller ones need a quieter machine, or \`toYieldToPoll()\`.`
  return `${from} \`toNotBlockLoopFor(${ROOMY_BUDGET_MS})\` leaves room for slower machines.`
}

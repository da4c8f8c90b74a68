import { type Measured, type Place, RUNAWAYS, type Runaway, type Runaways, type Stops } from './diagnosis.ts'

/** What kinds of runaways are called in sentences. */
export const RUNAWAY_NAMES: Record<Runaway, string> = {
  sync: 'a synchronous loop',
  microtasks: 'a microtask loop',
  nextTicks: 'a nextTick loop',
  laterTurn: 'a loop in a later turn',
}

export const PLACE_NAMES: Record<Place, string> = { main: 'main thread', worker: 'worker thread' }

/**
 * What essential does not work, in words: without a sentinel, with a runaway that is not stopped, with nothing that tells the
 * machine's time from the subject's, or with no budget that is judged rightly.
 */
export function problemsOf({ sentinel, runaways, evidence, budget }: Measured): string[] {
  const problems: string[] = []
  if (!sentinel.started) problems.push(`The sentinel does not start: ${sentinel.missing.join('; ')}.`)
  problems.push(...unstopped(runaways))
  if (evidence.source === 'none') {
    problems.push("Nothing tells the machine's time from the function's: a busy machine fails tests.")
  }
  if (budget.supportedMs === null) {
    problems.push(
      `No budget up to ${budget.tries.at(-1)?.budgetMs} ms is judged rightly, as busy as the machine is now.`,
    )
  }
  return problems
}

/** The runaways that go on, with the reason, those of the same reason together. */
function unstopped(runaways: Runaways): string[] {
  const main = unstoppedIn(runaways.main)
  const worker = unstoppedIn(runaways.worker)
  const inBoth = main.filter((text) => worker.includes(text))
  const notStopped = (where: string, texts: string[]): string[] =>
    texts.map((text) => `Not stopped in ${where}: ${text}.`)
  return [
    ...notStopped(`the ${PLACE_NAMES.main} and in a ${PLACE_NAMES.worker}`, inBoth),
    ...notStopped(
      `the ${PLACE_NAMES.main}`,
      main.filter((text) => !inBoth.includes(text)),
    ),
    ...notStopped(
      `a ${PLACE_NAMES.worker}`,
      worker.filter((text) => !inBoth.includes(text)),
    ),
  ]
}

function unstoppedIn(stops: Stops): string[] {
  const byReason = new Map<string, string[]>()
  for (const name of RUNAWAYS) {
    const stop = stops[name]
    if (!stop.stopped) byReason.set(stop.reason, [...(byReason.get(stop.reason) ?? []), RUNAWAY_NAMES[name]])
  }
  const isAll = (names: string[]): boolean => names.length === RUNAWAYS.length
  return [...byReason].map(
    ([reason, names]) => `${isAll(names) ? 'anything' : names.join(', ')}. The reason: ${reason}`,
  )
}

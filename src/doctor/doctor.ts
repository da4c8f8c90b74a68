import os from 'node:os'
import process from 'node:process'
import { findBudget } from './budget.ts'
import { measureClocks } from './clocks.ts'
import type { Diagnosis, Host } from './diagnosis.ts'
import { findEvidence } from './evidence.ts'
import { problemsOf } from './judgement.ts'
import { watchIdle } from './noise-floor.ts'
import { measureSentinelStart } from './sentinel-start.ts'
import { tryStopping } from './stops.ts'

/**
 * Measures what this machine can measure, in some 5 s where runaways are stopped. To be called in a thread that has watched nothing yet.
 *
 * @param loopCanary - the version of this package
 */
export async function diagnose(loopCanary: string): Promise<Diagnosis> {
  const host = describeHost(loopCanary)
  const sentinel = await measureSentinelStart()
  const { floor, report } = await watchIdle()
  const measured = {
    host,
    sentinel,
    clocks: measureClocks(),
    evidence: findEvidence(),
    noiseFloor: floor,
    budget: await findBudget(report),
    runaways: await tryStopping(),
  }
  return { ...measured, problems: problemsOf(measured) }
}

function describeHost(loopCanary: string): Host {
  const { platform, arch } = process
  return {
    loopCanary,
    node: process.versions.node,
    platform,
    arch,
    cpus: os.availableParallelism(),
    // Windows has none, and tells 0.
    load: platform === 'win32' ? undefined : os.loadavg()[0],
  }
}

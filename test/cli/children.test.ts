import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import type { Diagnosis } from '../../src/doctor/diagnosis.ts'
import { sleep } from '../support/waits.ts'
import { ALL, cli, NONE, runCli, stopped } from './cli.ts'

/** Something that runs in the processes that runaways are tried in, before anything else. */
const inChildren = (code: string): Record<string, string> => ({
  NODE_OPTIONS: `--import=data:text/javascript,if(process.send){${code}}`,
})

/** As a loop does, and without the CPU. An option for Node may have no spaces. */
const WAIT_FOR_EVER = 'Atomics.wait(Reflect.construct(Int32Array,[Reflect.construct(SharedArrayBuffer,[4])]),0,0)'

async function diagnoseWith(env: Record<string, string>): Promise<Diagnosis> {
  const { stdout, exitCode } = await runCli(['doctor', '--json'], [], env)
  expect(exitCode).toBe(1)
  return JSON.parse(stdout)
}

test('a runaway that nothing stops is killed with its process, and the others are not tried', async () => {
  const { runaways } = await diagnoseWith(inChildren(`if(process.argv[2]==='main')${WAIT_FOR_EVER};`))
  expect([stopped(runaways.main), stopped(runaways.worker)]).toEqual([NONE, ALL])
  expect(runaways.main.sync).toEqual({
    stopped: false,
    reason: 'killed with its process after 10000 ms of silence',
  })
  expect(runaways.main.microtasks).toEqual({
    stopped: false,
    reason: 'not tried, because the one before was not stopped',
  })
})

test('a process that ends before its time is told', async () => {
  const { runaways } = await diagnoseWith(inChildren('process.exit(7)'))
  expect(runaways.worker.laterTurn).toEqual({ stopped: false, reason: 'its process ended with code 7' })
})

/** The processes of a group, the first one included. */
function membersOf(group: number): number[] {
  const processes = execFileSync('ps', ['-e', '-o', 'pgid=,pid=,stat='], { encoding: 'utf8' }).trim().split('\n')
  return processes
    .map((line) => line.trim().split(/\s+/))
    .filter(([pgid, , stat]) => Number(pgid) === group && !stat!.startsWith('Z'))
    .map(([, pid]) => Number(pid))
}

test.skipIf(process.platform === 'win32')('none is left behind when doctor is killed', async () => {
  const doctor = spawn(process.execPath, [cli, 'doctor'], { detached: true, stdio: 'ignore', env: {} })
  const ended = once(doctor, 'exit')
  while (membersOf(doctor.pid!).length < 2) await sleep(20)
  doctor.kill('SIGKILL')
  await ended
  // The runaway under way has to be stopped first. The test's own timeout says when that is not going to happen.
  while (membersOf(doctor.pid!).length > 0) await sleep(20)
})

import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

/** What each thread of a process and of its children is at: for whoever has to find out why it did not end. Linux only, else empty. */
export function tellThreads(pid: number): string {
  try {
    return familyOf(pid).flatMap(tellProcess).join('\n')
  } catch (error) {
    return `its threads could not be told: ${error}`
  }
}

function familyOf(pid: number): number[] {
  const parents = execFileSync('ps', ['-e', '-o', 'pid=,ppid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
  const family = [pid]
  for (const member of family)
    family.push(...parents.filter(([, parent]) => parent === member).map(([child]) => child!))
  return family
}

/** Name, state, what the kernel waits for, and the CPU time in ms: a thread that spins is told from one that waits. */
function tellProcess(pid: number): string[] {
  const read = (path: string): string => readFileSync(`/proc/${pid}/${path}`, 'utf8').trim()
  const threads = readdirSync(`/proc/${pid}/task`).map((id) => {
    const of = (name: string): string => read(`task/${id}/${name}`)
    const state = of('stat').split(') ')[1]![0]
    return `  ${of('comm')} ${state} ${of('wchan')} ${Math.round(Number(of('schedstat').split(' ')[0]) / 1e6)} ms`
  })
  return [`${pid} ${read('cmdline').replaceAll('\0', ' ')}`, ...threads]
}

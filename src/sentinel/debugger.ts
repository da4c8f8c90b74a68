import process from 'node:process'

/** What the report says where nothing may be looked at. */
export const DEBUGGED =
  'a debugger may be attached: no stack was taken and nothing is stopped, because somebody may sit at a breakpoint'

// `--inspect-port` alone, which node:test gives to its processes, opens nothing.
const INSPECT = /^--inspect(-brk|-wait)?(=|$)/

/** Whether a debugger is attached to the process, or may be at any time. */
export async function mayBeDebugged(): Promise<boolean> {
  // A worker has no address of its own, but the arguments of the process.
  if (process.execArgv.some((argument) => INSPECT.test(argument))) return true
  try {
    const { url } = await import('node:inspector')
    return url() !== undefined
  } catch {
    // Built without an inspector.
    return false
  }
}

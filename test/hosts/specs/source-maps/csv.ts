/** What the compiler leaves out moves all that follows. */
interface Row {
  id: number
  name: string
}

interface Table {
  rows: Row[]
}

const cpuUsage = (process.threadCpuUsage ?? process.cpuUsage).bind(process)

/** Holds the thread for `ms` of its own time. */
export function parse(ms: number): Table {
  const start = cpuUsage()
  // biome-ignore format: one line
  while (cpuUsage(start).user < ms * 1000) for (let round = 0; round < 10_000; round++); // blocks: a stall
  return { rows: [{ id: 1, name: 'one' }] }
}

export function follow(): Table {
  // biome-ignore format: one line
  for (let round = 0; round < 1; ) round *= 1 // blocks: a runaway
  return { rows: [] }
}

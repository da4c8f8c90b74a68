/** §3.1, the loop that kills everything, `while (true) {}`; this one ends after `ms` milliseconds. */
export function oneLoop(ms: number): void {
  const end = performance.now() + ms
  while (performance.now() < end) {}
}

/** §4.1, the fake safety of `async`: each await resumes as a microtask, and the loop waits until all of them have run. */
export async function bad(rounds: number): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    await Promise.resolve()
  }
}

/** §10.2, the only safe infinite loop; this one resolves after `turns` turns. */
export function loop(turns: number): Promise<void> {
  return new Promise((resolve) => {
    let turn = 0
    function next(): void {
      if (turn++ === turns) resolve()
      else setImmediate(next)
    }
    next()
  })
}

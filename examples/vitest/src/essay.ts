/** §3.1, the loop that kills everything, `while (true) {}`; this one ends after `ms` milliseconds. */
export function oneLoop(ms: number): void {
  const end = performance.now() + ms
  while (performance.now() < end) {}
}

/** §4.1, the fake safety of `async`: each await resumes as a microtask, and the loop waits until none is left. This one ends after `ms` milliseconds. */
export async function bad(ms: number): Promise<void> {
  const end = performance.now() + ms
  while (performance.now() < end) {
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

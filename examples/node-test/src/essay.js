/** §3.1, the loop that kills everything, `while (true) {}`; this one ends after `ms` milliseconds. */
export function oneLoop(ms) {
  const end = performance.now() + ms
  while (performance.now() < end) {}
}

/** §10.2, the only safe infinite loop; this one resolves after `turns` turns. */
export function loop(turns) {
  return new Promise((resolve) => {
    let turn = 0
    function next() {
      if (turn++ === turns) resolve()
      else setImmediate(next)
    }
    next()
  })
}

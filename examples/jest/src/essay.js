/** §4.1, the fake safety of `async`: each await resumes as a microtask, and the loop waits until none is left. This one ends after `ms` milliseconds. */
exports.bad = async function bad(ms) {
  const end = performance.now() + ms
  while (performance.now() < end) {
    await Promise.resolve()
  }
}

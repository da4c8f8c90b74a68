/** §4.1, the fake safety of `async`: each await resumes as a microtask, and the loop waits until all of them have run. */
exports.bad = async function bad(rounds) {
  for (let round = 0; round < rounds; round++) {
    await Promise.resolve()
  }
}

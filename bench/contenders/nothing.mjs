/** The subject alone, to compare with. */
export const nothing = {
  name: 'nothing',
  async watch(subject) {
    await subject()
    return 0
  },
}

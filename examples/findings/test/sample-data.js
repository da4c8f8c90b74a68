const documents = (count, first = 0) =>
  Array.from({ length: count }, (_, index) => {
    const id = first + index
    const author = `author${id % 997}`
    return {
      id,
      title: `Document ${id}`,
      author: { name: author, email: `${author}@example.com` },
      tags: ['loop', 'turn', 'poll'],
      score: id / 7,
    }
  })

/** Values by their keys, for a cache that has everything. */
export const cacheOf = (count) => new Map(Array.from({ length: count }, (_, key) => [key, `value ${key}`]))

/** JSON files of 500 documents, about 75 kB each. */
export const jsonFiles = (count) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, id) => [
      `${id}.json`,
      new TextEncoder().encode(JSON.stringify(documents(500, id * 500))),
    ]),
  )

/** A feed with that many entries, about 70 characters each. */
export const xmlFeed = (entries) => {
  const entry = ({ id, title, author }) => `<entry id="${id}"><title>${title}</title><by>${author.name}</by></entry>`
  return `<feed>${documents(entries).map(entry).join('')}</feed>`
}

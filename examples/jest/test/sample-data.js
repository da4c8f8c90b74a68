const { mkdtempSync, writeFileSync } = require('node:fs')
const { tmpdir } = require('node:os')
const { join } = require('node:path')

/** About 100 bytes a row, with the quotes and commas that a real export has. */
exports.ordersCsv = (rows) => {
  const lines = ['id,date,customer,product,quantity,price,currency,country,note']
  for (let id = 0; id < rows; id++) {
    lines.push(
      `${id},2026-01-${(id % 28) + 1},Customer ${id % 997},"Lamp ""${id % 313}"", blue",${id % 9},19.90,EUR,BE,"Bell, floor ${id}"`,
    )
  }
  return lines.join('\n')
}

/** Writes a file into a new temporary folder and returns its path. */
exports.temporaryFile = (name, text) => {
  const file = join(mkdtempSync(join(tmpdir(), 'loop-canary-example-')), name)
  writeFileSync(file, text)
  return file
}

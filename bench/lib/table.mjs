const COLUMNS = [
  'loop-canary',
  'nothing',
  'setImmediate canary',
  'setInterval canary',
  'monitorEventLoopDelay',
  'blocked',
  'blocked-at',
  'loadtest',
]

/** One Markdown table of all rows: a column for each contender that took part, then the target and whether it is met. */
export function table(rows) {
  const columns = COLUMNS.filter((name) => rows.some(({ cells }) => cells[name]))
  const lines = [['', ...columns, 'target', 'met'], ...rows.map((row) => line(row, columns))]
  const widths = lines[0].map((_, column) => Math.max(...lines.map((cells) => cells[column].length), 3))
  const format = (cells) => `| ${cells.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`
  return [format(lines[0]), rule, ...lines.slice(1).map(format)].join('\n')
}

function line(row, columns) {
  const { what, unit, cells, target, met } = row
  const figures = columns.map((name) =>
    figure(cells[name], row, name === 'loop-canary' ? undefined : cells['loop-canary']),
  )
  const aim = target ? `${target.stat === 'wrong' ? '' : `${target.stat} `}≤ ${target.max}` : ''
  return [unit === 'wrong' ? what : `${what} (${unit})`, ...figures, aim, met === undefined ? '' : met ? 'yes' : 'NO']
}

/** Median, 99th percentile, more where the row asks for it, and the ratio of the medians to this package's. */
function figure(cell, { unit, show = ['p50', 'p99'], compares = true }, ours) {
  if (!cell) return ''
  if (unit === 'wrong')
    return `${cell.wrong} of ${cell.n}${cell.inconclusive ? ` (${cell.inconclusive} inconclusive)` : ''}`
  const ratio = compares && ours?.p50 > 0 ? ` (×${round(cell.p50 / ours.p50, 2)})` : ''
  return show.map((stat) => round(cell[stat], 3)).join(' / ') + ratio
}

const round = (figure, digits) =>
  Math.abs(figure) >= 100 ? figure.toFixed(0) : String(Number(figure.toPrecision(digits)))

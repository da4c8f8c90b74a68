import { printable } from './printable.ts'

/** How a piece of text may look on a terminal that has colours. */
export type Style = 'bold' | 'green' | 'red'

/** One line, without control characters. */
export type Line = string

const COLUMNS = 80
const INDENT = 2
const LABEL = 24
const CELL = (COLUMNS - INDENT - LABEL) / 2

/** A label with what is text of it, or with one cell for each column. */
export function row(label: string, text: string | [string, string]): Line[] {
  const lines =
    typeof text === 'string' ? wrap(text, COLUMNS - INDENT - LABEL) : [text.map((cell) => cell.padEnd(CELL)).join('')]
  return lines.map((line, index) => indented((index === 0 ? label : '').padEnd(LABEL) + line))
}

/** Running text. */
export function paragraph(text: string): Line[] {
  return wrap(text, COLUMNS - INDENT).map(indented)
}

/** Running texts, each with a mark. */
export function list(texts: readonly string[]): Line[] {
  return texts.flatMap((text) => {
    const lines = wrap(text, COLUMNS - 2 * INDENT)
    return lines.map((line, index) => indented((index === 0 ? '✖' : '').padEnd(INDENT) + line))
  })
}

/** Sections, each of a title and its lines, with a blank line in between. */
export function sheet(
  sections: readonly [title: string, lines: Line[]][],
  paint: (style: Style, text: string) => string = (_, text) => text,
): string {
  const mark = (line: Line): string => line.replaceAll('✔', paint('green', '✔')).replaceAll('✖', paint('red', '✖'))
  const texts = sections.map(([title, lines]) =>
    [...wrap(title, COLUMNS).map((line) => paint('bold', line)), ...lines.map(mark)].join('\n'),
  )
  return `${texts.join('\n\n')}\n`
}

const indented = (line: Line): Line => (' '.repeat(INDENT) + line).trimEnd()

/** Breaks a text between words, and long words wherever a line ends. */
function wrap(text: string, columns: number): Line[] {
  const words = printable(text.replace(/\s+/g, ' ')).match(new RegExp(`\\S{1,${columns}}`, 'g')) ?? []
  const lines: Line[] = []
  let line = ''
  for (const word of words) {
    if (line !== '' && line.length + 1 + word.length > columns) {
      lines.push(line)
      line = word
    } else {
      line += line === '' ? word : ` ${word}`
    }
  }
  return [...lines, line]
}

/**
 * What a runner printed for each failed test, by the test's name: message, the marked line of the code frame, stack. What
 * differs from run to run is replaced, and the lines around the marked one are left out.
 */
export type Failures = Record<string, string>

interface Layout {
  /** Matches what stands above a failure, with the test's name in group `name`. */
  heading: RegExp
  /** Matches what stands below the last failure. */
  end: RegExp
}

const layouts = {
  vitest: { heading: /^ FAIL {2}\S+ > (?<name>.*)\n/gm, end: /^⎯+.*\n*/m },
  jest: { heading: /^ {2}● (?:.* › )?(?<name>.*)\n/gm, end: /^(?:Test Suites:|PASS |FAIL |loop-canary: )/m },
  nodeTest: { heading: /^test at .*\n✖ (?<name>.*?) \([\d.]+ms\)\n/gm, end: /^(?:test at |$(?![\s\S]))/m },
} satisfies Record<string, Layout>

/** Finds the failures in the output of a runner. */
export function readFailures(runner: keyof typeof layouts, text: string): Failures {
  const { heading, end } = layouts[runner]
  const headings = [...text.matchAll(heading)]
  const failures: Failures = {}
  for (const [index, match] of headings.entries()) {
    const name = match.groups!.name!
    const block = text.slice(match.index + match[0].length, headings[index + 1]?.index)
    const told = tidy(steady(block.split(end)[0]!))
    // A test can fail in more ways than one.
    failures[name] = failures[name] ? `${failures[name]}\n\n${told}` : told
  }
  return failures
}

const MS = String.raw`[\d,]+(?:\.\d+)? ms`

/**
 * Replaces what was measured. What the user wrote, such as the budget, stays. The subject that burns CPU does it in two places
 * of its one line: in a loop, and now and then in a call that asks how much it was.
 */
export function steady(text: string): string {
  return text
    .replace(new RegExp(`^( *)0 ms [▁█▒]+ ${MS} in all\\n *└ ${MS} in`, 'gm'), '$1<strip>\n$1└ <ms> in')
    .replace(new RegExp(`^( *)(?:${MS}(?: =|, all of it) .*|(?:▒ )?not counted: .*)$`, 'gm'), '$1<whose time it was>')
    .replace(/^( *<whose time it was>)(?:\n\1)+$/gm, '$1')
    .replace(new RegExp(`^ *(?:at least )?\\d+ turns of ${MS} or longer: .*\n`, 'gm'), '')
    .replace(/^( *)what waited: .*$/gm, '$1what waited: <who>')
    .replace(
      new RegExp(
        `^( *Received: (?:(?:inconclusive: )?blocked for|(?:resolved|returned) (?:in|after)|stopped after|(?:still )?pending after)) ${MS}`,
        'gm',
      ),
      '$1 <ms>',
    )
    .replace(
      /the machine took up to \d+ of \d+ ms: suspended for \d+ ms.*$/gm,
      'the machine took up to <ms>: suspended for <ms>',
    )
    .replace(new RegExp(`^( *Received: .*\\) for) ${MS}`, 'gm'), '$1 <ms>')
    .replace(new RegExp(`^( *\\S.*\\)) {2,}${MS}$`, 'gm'), '$1 <ms>')
    .replace(
      new RegExp(
        `^( *Received: (?:returned synchronously, )?)[\\d,]+ (\\w+?)s? (\\w+)(?:, \\d+ not)?(; .*?) ${MS}`,
        'gm',
      ),
      '$1<n> $2s $3$4 <ms>',
    )
    .replace(
      /^( *)(\d+ there at the call, )?\d+ (\w+) sent meanwhile: .*$/gm,
      '$1$2<n> $3 sent meanwhile: <how long they took>',
    )
    .replace(new RegExp(`busy for [\\d.]+ % of ${MS}`, 'g'), 'busy for <share> of <ms>')
    .replace(/, with [\d,]+ visits? to poll/g, ', with <n> visits to poll')
    .replace(new RegExp(`^( *)${MS} of virtual time went by in ${MS}`, 'gm'), '$1<ms> of virtual time went by in <ms>')
    .replace(/called back by (?:[\d,]+ (?:timer|immediate|answer)s?(?:, )?)+/g, 'called back by <whom>')
    .replace(/(pending after <ms>(?: of virtual time)?), after [\d,]+ visits? to poll/g, '$1, after <n> visits to poll')
    .replace(/(subjects\.js:12):(?:10|44)\b/g, '$1:<loop or call>')
    .replace(/(while \(cpuUsage.*\n *\|) +\^/g, '$1 ^')
}

/** Sums in failures that are wrong, and stalls in strips that are not those that were received. */
export function wrongSums(text: string): string[] {
  const number = (told: string): number => Number(told.replaceAll(',', ''))
  const sums = [...text.matchAll(/^ *(?<whole>[\d,.]+) ms = (?<parts>.*)$/gm)].filter(({ groups }) => {
    const parts = [...groups!.parts!.matchAll(/([\d,.]+) ms/g)].map(([, part]) => number(part!))
    const sum = parts.reduce((one, other) => one + other, 0)
    return sum.toFixed(2) !== number(groups!.whole!).toFixed(2)
  })
  const strips = [...text.matchAll(/Received: blocked for (?<ms>[\d,.]+) ms.*\n\n.*\n *└ (?<drawn>[\d,.]+) ms/g)]
  const other = strips.filter(({ groups }) => groups!.ms !== groups!.drawn)
  return [...sums, ...other].map(([told]) => told)
}

const CODE_LINE = /^ *\d+ ?\|/
const CARET = /^ *\| +\^/

const ofNoInterest = [
  // The runner's and Node's own frames.
  /^ *at .*\(node:|^ *at node:|^ *at .*\(<anonymous>\)$|[\\/]node_modules[\\/](?!loop-canary)/,
  // What called the function that is watched: the one frame of ours that a stack may show.
  /loop-canary[\\/]dist[\\/]watch\.cjs/,
  // How node:test ends an assertion error.
  /^ *(generatedMessage|code|actual|expected|operator|diff): |^ *\}$/,
]

/** Leaves out what is not ours to say, and the lines of a code frame that only stand around the marked one. */
function tidy(block: string): string {
  const lines = block.split('\n').map((line) => line.trimEnd())
  const kept = lines.filter((line, index) => {
    if (ofNoInterest.some((pattern) => pattern.test(line))) return false
    return !CODE_LINE.test(line) || CARET.test(lines[index + 1] ?? '')
  })
  const indent = Math.min(...kept.filter(Boolean).map((line) => line.search(/\S/)))
  return (
    kept
      .map((line) => line.slice(indent))
      .join('\n')
      .replace(/\n{2,}/g, '\n\n')
      // How Node 26 heads an error that came from another process.
      .replace(/^(\w*Error) \[Error\]: /gm, '$1: ')
      .trim()
  )
}

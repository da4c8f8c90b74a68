import { execSync } from 'node:child_process'
import { pbkdf2Sync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'host'
import { watchLoop } from 'loop-canary'
import { block, turn } from './subjects.js'

const BUDGET_MS = 20
const ROUNDS = Number(process.env.ROUNDS)
const SEED = Number(process.env.SEED)

const file = join(process.cwd(), 'finite.test.js')

const cpuUsage = (process.threadCpuUsage ?? process.cpuUsage).bind(process)

let state = SEED

/** 0..1, the same ones for the same seed. */
function random() {
  state = (state + 0x6d2b79f5) | 0
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
}

/** How much of one call takes 1 ms of the CPU, by calls that take some 50 ms. */
function amountOf(call, amount, power = 1) {
  call(amount)
  const start = cpuUsage()
  call(amount)
  const { user, system } = cpuUsage(start)
  return (ms) => Math.ceil(amount * ((ms * 1000) / (user + system)) ** (1 / power))
}

const MATCHED = 'a'.repeat(40_000)
const match = (length) => /a+b/.test(MATCHED.slice(0, length)) // blocks: a regular expression

const parse = (json) => JSON.parse(json) // blocks: JSON.parse
const jsonOf = (items) => `[${'{"index":1},'.repeat(items)}0]`

const hash = (iterations) => pbkdf2Sync('secret', 'salt', iterations, 32, 'sha256') // blocks: pbkdf2Sync

const lengthFor = amountOf(match, 6000, 2)
const itemsFor = amountOf((items) => parse(jsonOf(items)), 200_000)
const iterationsFor = amountOf(hash, 100_000)

const descend = (depth) => (depth > 0 ? descend(depth - 1) + descend(depth - 1) : 1) // blocks: nested calls

/** Each blocks for so many ms of its own time, on the CPU unless it sleeps. */
const kinds = {
  'a loop': (ms) => {
    const start = cpuUsage()
    // biome-ignore format: one line
    while (cpuUsage(start).user < ms * 1000) for (let round = 0; round < 10_000; round++); // blocks: a loop
  },
  'nested calls': (ms) => {
    const start = cpuUsage()
    while (cpuUsage(start).user < ms * 1000) descend(12) // blocks: nested calls
  },
  microtasks: async (ms) => {
    const start = cpuUsage()
    while (cpuUsage(start).user < ms * 1000) await null // blocks: microtasks
  },
  ticks: (ms) => {
    const start = cpuUsage()
    return new Promise((resolve) => {
      const again = () => (cpuUsage(start).user < ms * 1000 ? process.nextTick(again) : resolve()) // blocks: ticks
      again()
    })
  },
  'a regular expression': (ms) => match(lengthFor(ms)),
  'a sort with a comparator': (ms) => {
    const start = cpuUsage()
    const compare = (one, other) => one - other // blocks: a sort with a comparator
    const numbers = Array.from({ length: 5000 }, random)
    while (cpuUsage(start).user < ms * 1000) [...numbers].sort(compare) // blocks: a sort with a comparator
  },
  'a getter behind a proxy': (ms) => {
    const start = cpuUsage()
    const object = {
      get slow() {
        // biome-ignore format: one line
        while (cpuUsage(start).user < ms * 500) for (let round = 0; round < 10_000; round++); // blocks: a getter behind a proxy
        return 1
      },
    }
    const get = (target, name) => {
      const value = target[name]
      // biome-ignore format: one line
      while (cpuUsage(start).user < ms * 1000) for (let round = 0; round < 10_000; round++); // blocks: a getter behind a proxy
      return value
    }
    return new Proxy(object, { get }).slow
  },
  'JSON.parse': (_ms, json) => parse(json),
  'a child process': (ms) => execSync(`sleep ${ms / 1000}`), // blocks: a child process
  pbkdf2Sync: (ms) => hash(iterationsFor(ms)),
  'a later turn': (ms) =>
    new Promise((resolve) => {
      setTimeout(() => {
        const start = cpuUsage()
        // biome-ignore format: one line
        while (cpuUsage(start).user < ms * 1000) for (let round = 0; round < 10_000; round++); // blocks: a later turn
        resolve()
      }, 2)
    }),
}

/** The lines that are marked, by what they block. */
const marked = new Map()
for (const [index, line] of readFileSync(file, 'utf8').split('\n').entries()) {
  const name = /\/\/ blocks: ([\w .]+)$/.exec(line)?.[1]
  if (name) marked.set(name, [...(marked.get(name) ?? []), index + 1])
}

/** Between the budget and ten times as much; more of the short ones, which may be over when somebody looks. */
const randomLength = () => BUDGET_MS * (1 + 9 * random() ** 2)

/**
 * One watch: whether the longest stall was long enough to be named, whether it was, what it was named wrongly, and what else was named
 * wrongly: beside it, or of another stall.
 */
async function watchOne(kind, ms) {
  const json = kind === 'JSON.parse' ? jsonOf(itemsFor(ms)) : undefined
  // biome-ignore format: the subject's definition
  const subject = async () => { // blocks: the subject
    block(2)
    await turn()
    await kinds[kind](ms, json)
    await turn()
    block(2)
  }
  const { longestStall, stalls } = await watchLoop(subject, { budget: BUDGET_MS, timeout: false })
  const isOf = (name, site) => site.file === file && marked.get(name).includes(site.line)
  const first = longestStall.sites[0]
  const strangers = stalls.flatMap((stall) =>
    stall.sites
      .filter((site) => !isOf(kind, site) && !isOf('the subject', site))
      .map((site) => ({ isFirst: site === first, told: tell(site, stall, ms, longestStall) })),
  )
  return {
    isLong: longestStall.ms >= 2 * BUDGET_MS,
    isNamed: first !== undefined && isOf(kind, first),
    wrong: strangers.filter(({ isFirst }) => isFirst).map(({ told }) => told),
    aside: strangers.filter(({ isFirst }) => !isFirst).map(({ told }) => told),
  }
}

const tell = (site, stall, wantedMs, longest) => ({
  site: `${site.function} ${site.file}:${site.line}`,
  share: site.share,
  stall: { ms: stall.ms, atMostMs: stall.atMostMs, kind: stall.kind },
  longest: { ms: longest.ms, atMostMs: longest.atMostMs },
  wantedMs,
})

test('passes: every line that is named has blocked', async () => {
  const told = Object.keys(kinds).map((kind) => ({ kind, rounds: 0, longEnough: 0, named: 0, wrong: [], aside: [] }))
  for (let round = 0; round < ROUNDS; round++) {
    for (const one of told) {
      const { isLong, isNamed, wrong, aside } = await watchOne(one.kind, randomLength())
      one.rounds++
      one.longEnough += Number(isLong)
      one.named += Number(isLong && isNamed)
      one.wrong.push(...wrong)
      one.aside.push(...aside)
    }
  }
  for (const one of told) console.log(JSON.stringify(one))
  expect({ seed: SEED, wrong: told.flatMap(({ wrong }) => wrong) }).toEqual({ seed: SEED, wrong: [] })
}, 240_000)

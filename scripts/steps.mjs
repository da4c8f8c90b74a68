// Runs scripts of package.json one after the other; one that fails does not keep the later ones from running.
//
//   node scripts/steps.mjs lint build typecheck
//
// What failed is said again at the end, with the last lines of what it wrote. All of it is in .vitest/steps.json.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import process, { argv } from 'node:process'
import { pathToFileURL } from 'node:url'
import { stripVTControlCharacters } from 'node:util'

const KEPT_LINES = 12

/**
 * Runs a script of package.json, with its output shown.
 *
 * @param {string} script
 * @returns {Promise<{ script: string, passed: boolean, seconds: number, lastLines: string[] }>}
 */
export async function runStep(script) {
  console.log(`\n━━ npm run ${script}\n`)
  const started = performance.now()
  const colours = process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}
  const npm = spawn('npm', ['run', '--silent', script], {
    env: { ...process.env, ...colours },
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  })
  let tail = ''
  for (const [from, to] of [
    [npm.stdout, process.stdout],
    [npm.stderr, process.stderr],
  ]) {
    from.on('data', (chunk) => {
      to.write(chunk)
      tail = (tail + chunk).slice(-10_000)
    })
  }
  const [code] = await once(npm, 'close')
  const seconds = Math.round((performance.now() - started) / 1000)
  console.log(`\n── npm run ${script}: ${seconds} s`)
  const lines = stripVTControlCharacters(tail)
    .split('\n')
    .filter((line) => line.trim())
  return { script, passed: code === 0, seconds, lastLines: lines.slice(-KEPT_LINES) }
}

if (import.meta.url === pathToFileURL(argv[1] ?? '').href) {
  const steps = []
  for (const script of argv.slice(2)) steps.push(await runStep(script))
  mkdirSync('.vitest', { recursive: true })
  writeFileSync('.vitest/steps.json', JSON.stringify(steps))
  console.log()
  for (const { script, passed, seconds } of steps) console.log(`${passed ? '✓' : '✗'} ${script} (${seconds} s)`)
  for (const { script, passed, lastLines } of steps) {
    if (!passed) console.log(`\n✗ ${script}, the last of what it said:\n  ${lastLines.slice(-6).join('\n  ')}`)
  }
  if (steps.some(({ passed }) => !passed)) process.exitCode = 1
}

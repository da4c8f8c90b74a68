import { build } from 'esbuild'
import { describe, expect, it } from 'vitest'
import { createProject, runScript } from './project.ts'

const project = createProject('side-effects')
const PURE = ['loop-canary', 'loop-canary/matchers']
const HOSTS = ['loop-canary/vitest', 'loop-canary/jest', 'loop-canary/jest-globals', 'loop-canary/node-test']

describe.each(PURE)('importing %s', (entry) => {
  it('leaves no handle behind, and changes no global', async () => {
    const text = `
      const look = () => [process.getActiveResourcesInfo(), process.eventNames(), Reflect.ownKeys(globalThis).map(String)]
      const before = look()
      await import('${entry}')
      require('${entry}')
      console.log(JSON.stringify([before, look()]))`.replace('await import', 'import(process.argv[1]) && require')
    const { stdout, stderr } = await runScript(project, 'handles.cjs', text)
    expect(stderr).toBe('')
    const [before, after] = JSON.parse(stdout)
    expect(after).toEqual(before)
  })

  it('can be left out of a bundle by whoever uses none of it', async () => {
    expect(await bundled(`import '${entry}'`)).toBe('')
  })
})

describe.each(HOSTS)('importing %s', (entry) => {
  it('is kept in a bundle, for what it registers', async () => {
    expect(await bundled(`import '${entry}'`)).toMatch(/\.extend\(|\.register\(/)
  })
})

it('lets the process end by itself after a watch', async () => {
  const text = `
    import { watchLoop } from 'loop-canary'
    await watchLoop(() => new Promise(setImmediate))
    console.log(performance.now())
    process.once('exit', () => console.log(performance.now()))`
  const { code, stdout } = await runScript(project, 'ends.mjs', text)
  expect(code).toBe(0)
  const [watched, ended] = stdout.split('\n').map(Number)
  // What is left over would keep it for ever; on a busy machine, ending may take its time.
  expect(ended! - watched!).toBeLessThan(5000)
})

/** What is left of a line of code when a bundler has thrown away what is free of side effects. */
async function bundled(contents: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: project },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    external: ['vitest', '#engine'],
    logLevel: 'silent',
  })
  return outputFiles[0]!.text.trim()
}

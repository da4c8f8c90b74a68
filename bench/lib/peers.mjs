import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

const folder = new URL('../', import.meta.url)

/** Installs the pinned peers into this folder unless they are there. */
export function ensurePeers() {
  const { dependencies } = JSON.parse(readFileSync(new URL('package.json', folder), 'utf8'))
  const isThere = ([name, version]) => {
    const manifest = new URL(`node_modules/${name}/package.json`, folder)
    return existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).version === version
  }
  if (Object.entries(dependencies).every(isThere)) return
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--no-package-lock', '--silent'], {
    cwd: folder,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
}

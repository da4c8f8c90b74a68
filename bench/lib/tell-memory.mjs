import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { isMainThread } from 'node:worker_threads'

// Leaves the greatest size that this process had, in kB, for suites.mjs.
if (isMainThread && process.env.SUITES_FOLDER) {
  process.on('exit', () => {
    writeFileSync(join(process.env.SUITES_FOLDER, String(process.pid)), String(process.resourceUsage().maxRSS))
  })
}

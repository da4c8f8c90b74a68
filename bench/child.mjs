/** Runs one section in a process of its own, so that no section meets what another has left behind. */
import { scales } from './lib/scale.mjs'
import { sections } from './sections/index.mjs'

const [section, scale] = process.argv.slice(2)
const rows = await sections[section](scales[scale])
process.send(rows, () => process.exit())

import { block } from './subjects.js'

block(300)
console.log('out', ...process.argv.slice(2))
console.error('err')
process.exitCode = 3

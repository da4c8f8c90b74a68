import { expect } from 'expect'
import '../../dist/jest-globals.js'

export { watchLoop } from '../../dist/index.js'
export { expect }

import { block } from './subjects.js'

block(250)

export const answer = 42

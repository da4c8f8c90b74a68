import { block } from './subjects.js'

block(150)

export const answer = 42

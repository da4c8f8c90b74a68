import { block } from './subjects.js'

block(400)

export const answer = 42

import { watchLoop } from 'loop-canary'
import { finish } from './lingering.js'
import { block, cooperate } from './subjects.js'

const subjects = [() => cooperate(5), () => block(20), () => 42, () => cooperate(5)]
const reports = await Promise.all(subjects.map((subject) => watchLoop(subject)))
finish(reports.map(({ outcome }) => outcome.kind).join())

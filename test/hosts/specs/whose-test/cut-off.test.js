import { expect, test } from 'host'
import { turn } from './subjects.js'

let next = () => {}
const nextTest = new Promise((resolve) => {
  next = resolve
})
let called = () => {}
const call = new Promise((resolve) => {
  called = resolve
})

test('fails: cut off before its assertion', async () => {
  await nextTest
  await expect(() => {
    called()
    return new Promise(() => {})
  }).toYieldToPoll()
}, 100)

test('passes: after it', async () => {
  next()
  await call
  await turn()
})

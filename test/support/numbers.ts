import { expect, test } from 'vitest'
import { wrongSums } from './failures.ts'

/** The tests of the numbers that failures show, which are the same in every runner. `textOf` is called when they run. */
export function testNumbers(textOf: () => string): void {
  test('the turns that were too long, and when', () => {
    expect(textOf()).toMatch(
      /Received: blocked for [\d.]+ ms by block \(subjects\.js:12\)\s+0 ms .*\n.*\n +3 turns of 20 ms or longer: [\d.]+ ms at 0 ms · [\d.]+ ms at [\d.]+ ms · [\d.]+ ms at [\d.]+ ms\n/,
    )
  })

  test('numbers that add up', () => {
    expect(textOf()).toMatch(/ms = |, all of it/)
    expect(wrongSums(textOf())).toEqual([])
  })
}

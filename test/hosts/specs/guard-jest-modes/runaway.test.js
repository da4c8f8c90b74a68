import { test } from 'host'

test('runs away', () => {
  for (;;); // blocks: runs away
})

test('does not run away', () => {})

import { guardTests } from './node/guard-tests.ts'

// What is required cannot make others wait; the first test will.
guardTests(false)

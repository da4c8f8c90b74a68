import { createHash } from 'node:crypto'
import { setImmediate as turn } from 'node:timers/promises'

const CHUNK = 500

/** Signs the statements of all accounts: one after the other, all at once. */
export async function signAtOnce(statements) {
  return statements.map(sign)
}

/** The same, in pieces of a few milliseconds, between which the server has its turn. */
export async function signInPieces(statements) {
  const signatures = []
  for (const [index, statement] of statements.entries()) {
    if (index % CHUNK === 0) await turn()
    signatures.push(sign(statement))
  }
  return signatures
}

function sign(statement) {
  return createHash('sha256').update(JSON.stringify(statement)).digest('hex')
}

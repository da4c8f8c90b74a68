import { type BinaryLike, type ScryptOptions, scrypt, scryptSync } from 'node:crypto'
import { promisify } from 'node:util'
import bcrypt from 'bcryptjs'

const ROUNDS = 12
const COST = { N: 2 ** 16, r: 8, p: 1, maxmem: 2 ** 27 }
const BYTES = 32

export function hashPasswordSync(password: string): string {
  return bcrypt.hashSync(password, ROUNDS)
}

/** bcryptjs is plain JavaScript: this runs on the same thread, in chunks of up to 100 ms. */
export function hashPassword(password: string): Promise<string> {
  return bcrypt.hash(password, ROUNDS)
}

export function scryptPasswordSync(password: string, salt: string): Buffer {
  return scryptSync(password, salt, BYTES, COST)
}

const scryptInPool = promisify<BinaryLike, BinaryLike, number, ScryptOptions, Buffer>(scrypt)

/** Node hashes in its thread pool and comes back with the result. */
export function scryptPassword(password: string, salt: string): Promise<Buffer> {
  return scryptInPool(password, salt, BYTES, COST)
}

import { scryptAsync as scryptAsync1 } from '@noble/hashes/scrypt'
import { scryptAsync as scryptAsync2 } from 'noble-hashes-2/scrypt.js'

const COST = { N: 2 ** 16, r: 8, p: 1, dkLen: 32 }

/** With @noble/hashes 1.8. */
export const deriveKey1 = (password, salt) => scryptAsync1(password, salt, COST)

/** With @noble/hashes 2.4: the same call and the same key. */
export const deriveKey2 = (password, salt) => scryptAsync2(password, salt, COST)

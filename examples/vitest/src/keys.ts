import { scryptAsync as scryptAsync1 } from '@noble/hashes/scrypt'
import { scryptAsync as scryptAsync2 } from 'noble-hashes-2/scrypt.js'

const COST = { N: 2 ** 16, r: 8, p: 1, dkLen: 32 }

/** With @noble/hashes 1.8. */
export function deriveKey1(password: string, salt: string): Promise<Uint8Array> {
  return scryptAsync1(password, salt, COST)
}

/** With @noble/hashes 2.4: the same call and the same key. */
export function deriveKey2(password: string, salt: string): Promise<Uint8Array> {
  return scryptAsync2(password, salt, COST)
}

import bcrypt from 'bcryptjs'

const ROUNDS = 12

export function hashPasswordSync(password: string): string {
  return bcrypt.hashSync(password, ROUNDS)
}

/** bcryptjs is plain JavaScript: this runs on the same thread, in chunks of up to 100 ms. */
export function hashPassword(password: string): Promise<string> {
  return bcrypt.hash(password, ROUNDS)
}

import { scrypt as nodeScrypt } from 'node:crypto'
import { promisify } from 'node:util'
import { scrypt, Wallet } from 'ethers'

const wallet = new Wallet(`0x${'11'.repeat(32)}`)

export const { address } = wallet

/** The wallet as a JSON keystore. `onProgress` is what keeps a user informed. */
export const encrypt = (password, onProgress) => wallet.encrypt(password, onProgress)

export const decrypt = (keystore, password) => Wallet.fromEncryptedJson(keystore, password)

/** Has ethers derive its keys with Node's scrypt from now on, which works on another thread. */
export const useScryptOfNode = () => {
  const onAnotherThread = promisify(nodeScrypt)
  // Node refuses to use more memory than 32 MB unless it is told: a keystore takes 128.
  scrypt.register((password, salt, N, r, p, length) =>
    onAnotherThread(password, salt, length, { N, r, p, maxmem: 256 * N * r }),
  )
}

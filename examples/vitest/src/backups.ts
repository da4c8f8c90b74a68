import { promisify } from 'node:util'
import { gzip, gzipSync } from 'node:zlib'

export function compressSync(data: Buffer): Buffer {
  return gzipSync(data)
}

/** Node compresses on a thread of its own and comes back with the result. */
export function compress(data: Buffer): Promise<Buffer> {
  return promisify(gzip)(data)
}

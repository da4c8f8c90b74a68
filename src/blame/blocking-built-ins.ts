import { type Frame, isNodes } from './frame.ts'
import { WRAPPER_URL } from './wrapper.ts'

/**
 * Node's functions that hold the thread until they are through, by the names that reports and the `allow` option use. Some
 * are not in every Node, and some do not block when they are given a callback: those calls do not count.
 */
export const BLOCKING_BUILT_INS = [
  'fs.accessSync',
  'fs.appendFileSync',
  'fs.chmodSync',
  'fs.chownSync',
  'fs.closeSync',
  'fs.copyFileSync',
  'fs.cpSync',
  'fs.existsSync',
  'fs.fchmodSync',
  'fs.fchownSync',
  'fs.fdatasyncSync',
  'fs.fstatSync',
  'fs.fsyncSync',
  'fs.ftruncateSync',
  'fs.futimesSync',
  'fs.globSync',
  'fs.lchmodSync',
  'fs.lchownSync',
  'fs.linkSync',
  'fs.lstatSync',
  'fs.lutimesSync',
  'fs.mkdirSync',
  'fs.mkdtempDisposableSync',
  'fs.mkdtempSync',
  'fs.openAsBlobSync',
  'fs.openSync',
  'fs.opendirSync',
  'fs.readFileSync',
  'fs.readSync',
  'fs.readdirSync',
  'fs.readlinkSync',
  'fs.readvSync',
  'fs.realpathSync',
  'fs.realpathSync.native',
  'fs.renameSync',
  'fs.rmSync',
  'fs.rmdirSync',
  'fs.statSync',
  'fs.statfsSync',
  'fs.symlinkSync',
  'fs.truncateSync',
  'fs.unlinkSync',
  'fs.utimesSync',
  'fs.writeFileSync',
  'fs.writeSync',
  'fs.writevSync',
  'child_process.execFileSync',
  'child_process.execSync',
  'child_process.spawnSync',
  'crypto.argon2Sync',
  'crypto.checkPrimeSync',
  'crypto.diffieHellman',
  'crypto.generateKeyPairSync',
  'crypto.generateKeySync',
  'crypto.generatePrimeSync',
  'crypto.hash',
  'crypto.hkdfSync',
  'crypto.pbkdf2Sync',
  'crypto.privateDecrypt',
  'crypto.privateEncrypt',
  'crypto.publicDecrypt',
  'crypto.publicEncrypt',
  'crypto.randomBytes',
  'crypto.randomFillSync',
  'crypto.scryptSync',
  'crypto.sign',
  'crypto.verify',
  'zlib.brotliCompressSync',
  'zlib.brotliDecompressSync',
  'zlib.createZipArchiveSync',
  'zlib.deflateRawSync',
  'zlib.deflateSync',
  'zlib.gunzipSync',
  'zlib.gzipSync',
  'zlib.inflateRawSync',
  'zlib.inflateSync',
  'zlib.unzipSync',
  'zlib.zstdCompressSync',
  'zlib.zstdDecompressSync',
  'sqlite.DatabaseSync.prototype.exec',
  'sqlite.StatementSync.prototype.all',
  'sqlite.StatementSync.prototype.get',
  'sqlite.StatementSync.prototype.run',
  'v8.deserialize',
  'v8.serialize',
  'Atomics.wait',
  'JSON.parse',
  'JSON.stringify',
  'structuredClone',
] as const

/** The name of a blocking built-in, such as `fs.readFileSync` or `JSON.parse`. */
export type BlockingBuiltIn = (typeof BLOCKING_BUILT_INS)[number]

/** The modules among them; what is in none of these is a global. */
export const BLOCKING_MODULES = ['fs', 'child_process', 'crypto', 'zlib', 'sqlite', 'v8'] as const

export type BlockingModule = (typeof BLOCKING_MODULES)[number]

/** How much one call had to do, where that is known. */
export interface Amount {
  bytes?: number
  iterations?: number
  waitMs?: number
}

const ofResult = (_args: readonly unknown[], result: unknown): Amount => ({
  bytes: typeof result === 'number' ? result : sizeOf(result),
})
const ofArgument =
  (index: number) =>
  (args: readonly unknown[]): Amount => ({ bytes: sizeOf(args[index]) })

/** Reads the amount off a call's arguments and result. By then the caller may have any type in either. */
type Measure = (args: readonly unknown[], result: unknown) => Amount

const measures: Partial<Record<BlockingBuiltIn, Measure>> = {
  'fs.appendFileSync': ofArgument(1),
  'fs.readFileSync': ofResult,
  'fs.readSync': ofResult,
  'fs.readvSync': ofResult,
  'fs.writeFileSync': ofArgument(1),
  'fs.writeSync': ofResult,
  'fs.writevSync': ofResult,
  'crypto.hash': ofArgument(1),
  'crypto.pbkdf2Sync': (args) => ({ iterations: typeof args[2] === 'number' ? args[2] : undefined }),
  'crypto.randomBytes': ofResult,
  'crypto.randomFillSync': ofResult,
  'crypto.sign': ofArgument(1),
  'crypto.verify': ofArgument(1),
  'v8.deserialize': ofArgument(0),
  'v8.serialize': ofResult,
  'Atomics.wait': ([, , , ms], result) =>
    result === 'timed-out' && typeof ms === 'number' && ms > 0 ? { waitMs: ms } : {},
  'JSON.parse': ofArgument(0),
  'JSON.stringify': ofResult,
}

/** How to measure the calls of a built-in. */
export function measureOf(name: BlockingBuiltIn): Measure | undefined {
  return measures[name] ?? (name.startsWith('zlib.') ? ofArgument(0) : undefined)
}

/** A character counts as a byte: to encode a text only to know its size would be dearer than the call. */
function sizeOf(data: unknown): number | undefined {
  if (typeof data === 'string') return data.length
  return ArrayBuffer.isView(data) || data instanceof ArrayBuffer ? data.byteLength : undefined
}

/** Those that do not block when the last argument is a callback. */
const MAY_CALL_BACK: readonly BlockingBuiltIn[] = [
  'crypto.diffieHellman',
  'crypto.randomBytes',
  'crypto.sign',
  'crypto.verify',
]

export const mayCallBack = (name: BlockingBuiltIn): boolean => MAY_CALL_BACK.includes(name)

const NAMES: ReadonlySet<string> = new Set(BLOCKING_BUILT_INS)

/** The module that a frame of Node's is in, as its users call it: that of `node:internal/crypto/hash` is `crypto`. */
const moduleOf = ({ url }: Frame): string | undefined => /^node:(?:internal\/)?(\w+)/.exec(url)?.[1]

/** Whether a stack is in the middle of a call of one, or at its end: there what is below is what has called it. */
export function isInBlockingCall(frames: readonly Frame[]): boolean {
  const users = frames.findIndex((frame) => !isNodes(frame))
  return frames.some((frame, index) =>
    // A wrapper has the name of what it calls. On top it may not have called that yet.
    frame.url === WRAPPER_URL ? index > 0 && index < users : NAMES.has(`${moduleOf(frame)}.${frame.function}`),
  )
}

/** Whether a thread cannot pause inside of a call: it runs no JavaScript there, and takes no interrupts. */
export const isOpaque = (name: BlockingBuiltIn): boolean => /^(fs|child_process|crypto|zlib)\./.test(name)

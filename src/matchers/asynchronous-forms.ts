/** Built-ins whose asynchronous form has another name, or is not a function of the same module. */
const others: Record<string, string> = {
  'Atomics.wait': 'Atomics.waitAsync',
  'fs.closeSync': 'close() of a FileHandle',
  'fs.existsSync': 'fs.promises.access',
  'fs.fchmodSync': 'chmod() of a FileHandle',
  'fs.fchownSync': 'chown() of a FileHandle',
  'fs.fdatasyncSync': 'datasync() of a FileHandle',
  'fs.fstatSync': 'stat() of a FileHandle',
  'fs.fsyncSync': 'sync() of a FileHandle',
  'fs.ftruncateSync': 'truncate() of a FileHandle',
  'fs.futimesSync': 'utimes() of a FileHandle',
  'fs.openAsBlobSync': 'fs.openAsBlob',
  'fs.readSync': 'read() of a FileHandle',
  'fs.readvSync': 'readv() of a FileHandle',
  'fs.realpathSync.native': 'fs.promises.realpath',
  'fs.writeSync': 'write() of a FileHandle',
  'fs.writevSync': 'writev() of a FileHandle',
  'crypto.randomBytes': 'crypto.randomBytes with a callback',
  'crypto.sign': 'crypto.sign with a callback',
  'crypto.verify': 'crypto.verify with a callback',
}

/** What does the work of a blocking built-in without blocking, if anything does. */
export function asynchronousForm(name: string): string | undefined {
  if (name in others) return others[name]
  if (!name.endsWith('Sync')) return undefined
  return name.replace(/Sync$/, '').replace(/^fs\./, 'fs.promises.')
}

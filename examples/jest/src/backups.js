const { promisify } = require('node:util')
const { gzip, gzipSync } = require('node:zlib')

exports.compressSync = gzipSync

/** Node compresses on a thread of its own and comes back with the result. */
exports.compress = promisify(gzip)

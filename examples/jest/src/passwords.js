const bcrypt = require('bcryptjs')

const ROUNDS = 12

exports.hashPasswordSync = (password) => bcrypt.hashSync(password, ROUNDS)

/** bcryptjs is plain JavaScript: this runs on the same thread, in chunks of up to 100 ms. */
exports.hashPassword = (password) => bcrypt.hash(password, ROUNDS)

// One file for all that ends: each more is a process more in some runners.
import './blocking.js'
import './errors.js'
import './sync-calls.js'
import './virtual-time.js'
import './yielding.js'

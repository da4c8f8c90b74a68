// Tells how long the process stays alive once the program has nothing left to do.
let finishedAt

export function finish(word) {
  console.log(word)
  finishedAt = process.uptime()
}

process.on('exit', () => console.log('lingered', Math.round((process.uptime() - finishedAt) * 1000)))

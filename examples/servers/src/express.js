import express from 'express'

export function start() {
  const app = express()
  app.get('/health', (_request, response) => response.json({ ok: true }))
  return new Promise((resolve) => {
    const server = app.listen(0, '127.0.0.1', () => resolve(server))
  })
}

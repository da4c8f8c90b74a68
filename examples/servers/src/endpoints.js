import express from 'express'
import fastify from 'fastify'

/** Apps with an endpoint that signs statements as it is told: at once, or in pieces. */
export function expressApp(sign) {
  const app = express()
  app.post('/signatures', async (_request, response) => {
    const signatures = await sign()
    response.json({ signed: signatures.length })
  })
  return app
}

export function fastifyApp(sign) {
  const app = fastify()
  app.post('/signatures', async () => {
    const signatures = await sign()
    return { signed: signatures.length }
  })
  return app
}

import fastify from 'fastify'

export async function start() {
  const app = fastify()
  app.get('/health', async () => ({ ok: true }))
  await app.listen({ port: 0, host: '127.0.0.1' })
  return app.server
}

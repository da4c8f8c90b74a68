import { serve } from '@hono/node-server'
import { Hono } from 'hono'

export function start() {
  const app = new Hono()
  app.get('/health', (context) => context.json({ ok: true }))
  return new Promise((resolve) => {
    const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, () => resolve(server))
  })
}

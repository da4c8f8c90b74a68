import { createServer } from 'node:http'

export function start() {
  const server = createServer((request, response) => {
    response.statusCode = request.url === '/health' ? 200 : 404
    response.end()
  })
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)))
}

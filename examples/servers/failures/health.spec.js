/** These tests are meant to fail, to show how: `npm run failures`. */
import request from 'supertest'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expressApp } from '../src/endpoints.js'
import { start } from '../src/node-http.js'
import { signAtOnce } from '../src/statements.js'
import { accountStatements } from '../test/sample-data.js'

const statements = accountStatements(80_000)

let server
beforeAll(async () => {
  server = await start()
})
afterAll(() => server.close())

test('statements signed at once, beside a server', async () => {
  await expect(() => signAtOnce(statements)).toLetHttpRespond({ server, within: 20 })
})

test('statements signed at once, beside the health check at a url', async () => {
  const url = `http://127.0.0.1:${server.address().port}/health`
  await expect(() => signAtOnce(statements)).toLetHttpRespond({ url, within: 20 })
})

test('an endpoint that signs them at once', async () => {
  const app = expressApp(() => signAtOnce(statements))
  await expect(() => request(app).post('/signatures').expect(200)).toNotBlockLoopFor(20)
})

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as express from '../src/express.js'
import * as fastify from '../src/fastify.js'
import * as hono from '../src/hono.js'
import * as nodeHttp from '../src/node-http.js'
import { signAtOnce, signInPieces } from '../src/statements.js'
import { accountStatements } from './sample-data.js'

const statements = accountStatements(150_000)

describe.each([
  ['node:http', nodeHttp],
  ['Express', express],
  ['Fastify', fastify],
  ['Hono', hono],
])('the health check of a server of %s', (_name, { start }) => {
  let server
  let url
  beforeAll(async () => {
    server = await start()
    url = `http://127.0.0.1:${server.address().port}/health`
  })
  afterAll(() => server.close())

  test('is answered while statements are signed in pieces', async () => {
    await expect(() => signInPieces(statements)).toLetHttpRespond({ url, within: 100, percentile: 90, atLeast: 5 })
  })

  test('has to wait while they are signed at once', async () => {
    await expect(() => signAtOnce(statements)).not.toLetHttpRespond({ url, within: 50 })
  })
})

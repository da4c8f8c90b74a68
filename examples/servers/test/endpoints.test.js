import request from 'supertest'
import { describe, expect, test } from 'vitest'
import { expressApp, fastifyApp } from '../src/endpoints.js'
import { signAtOnce, signInPieces } from '../src/statements.js'
import { accountStatements } from './sample-data.js'

const statements = accountStatements(150_000)

const atOnce = () => signAtOnce(statements)
const inPieces = () => signInPieces(statements)

describe('an endpoint of Express, by supertest', () => {
  test('lets other requests have their turn when it signs in pieces', async () => {
    const app = expressApp(inPieces)
    await expect(() => request(app).post('/signatures').expect(200)).toNotBlockLoopFor(100)
  })

  test('holds them up when it signs at once', async () => {
    const app = expressApp(atOnce)
    await expect(() => request(app).post('/signatures').expect(200)).toBlockLoopFor(50)
  })
})

describe('an endpoint of Fastify, by inject', () => {
  test('lets other requests have their turn when it signs in pieces', async () => {
    const app = fastifyApp(inPieces)
    await expect(() => app.inject({ method: 'POST', url: '/signatures' })).toNotBlockLoopFor(100)
  })

  test('holds them up when it signs at once', async () => {
    const app = fastifyApp(atOnce)
    await expect(() => app.inject({ method: 'POST', url: '/signatures' })).toBlockLoopFor(50)
  })
})

describe('toYieldToPoll', () => {
  test('says nothing of an endpoint by supertest: a request has to connect, to send and to receive', async () => {
    const app = expressApp(atOnce)
    await expect(() => request(app).post('/signatures')).toYieldToPoll({ stopAfter: false })
  })

  test('tells by inject, which has no network', async () => {
    const app = fastifyApp(atOnce)
    await app.ready()
    await expect(() => app.inject({ method: 'POST', url: '/signatures' })).not.toYieldToPoll({ stopAfter: false })
  })

  test('tells of the function that answers', async () => {
    await expect(atOnce).not.toYieldToPoll({ stopAfter: false })
    await expect(inPieces).toYieldToPoll()
  })
})

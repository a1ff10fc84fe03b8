import type { AddressInfo } from 'node:net'
import Fastify from 'fastify'

// The same route with validation only: the minimum cost of any service.
const app = Fastify({ bodyLimit: 16 * 2 ** 20 })
let accepted = 0

app.post(
  '/cascades',
  {
    schema: {
      body: {
        type: 'object',
        additionalProperties: false,
        required: ['events'],
        properties: {
          id: { type: 'string', minLength: 1, maxLength: 200 },
          window: { type: 'number', minimum: 60, maximum: 604_800 },
          events: {
            type: 'array',
            minItems: 1,
            items: {
              type: 'object',
              additionalProperties: false,
              required: ['time', 'magnitude'],
              properties: { time: { type: 'number', minimum: 0 }, magnitude: { type: 'number', minimum: 0 } }
            }
          }
        }
      }
    }
  },
  (_request, reply) => {
    const id = `prd_${++accepted}`
    reply
      .code(202)
      .header('location', `/predictions/${id}`)
      .send({ id, state: 'queued', links: { self: `/predictions/${id}` } })
  }
)

await app.listen({ host: '127.0.0.1', port: 0 })
process.send!({ port: (app.server.address() as AddressInfo).port })

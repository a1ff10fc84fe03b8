import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Failure } from '../../ports/errors.ts'
import { type Call, type Handlers, hijacked, type JsonBody, type OperationId } from './call.ts'
import { type Operation, operations, toRoutePath } from './contract.ts'
import { type BodyCheck, buildBodyCheck, buildParameterCheck } from './validate.ts'

interface Serving {
  readonly handlers: Handlers
  /** The name of the caller's key, null where none is needed. Throws Failure. */
  readonly identify: (request: FastifyRequest) => string | null
  /** Fires when the caller is gone or the service closes. */
  readonly signalOf: (reply: FastifyReply) => AbortSignal
}

/** One route for each operation of the contract, its request checked against it before its handler runs. */
export function registerRoutes(app: FastifyInstance, serving: Serving): void {
  for (const operation of operations) {
    const readCall = buildCallReader(operation, serving)
    const handle = serving.handlers[operation.id] as unknown as (call: Call<OperationId>) => Promise<Result>
    app.route({
      method: operation.method,
      url: toRoutePath(operation.path),
      config: { operation },
      exposeHeadRoute: false,
      handler: async (request, reply) => {
        const answer = await handle(readCall(request, reply))
        return answer === hijacked ? reply : send(reply, answer)
      }
    })
  }
}

type Result =
  | typeof hijacked
  | { readonly status: number; readonly headers?: Record<string, string>; readonly body: unknown }
  | {
      readonly status: number
      readonly headers?: Record<string, string>
      readonly raw: string | Buffer
      readonly type: string
    }

function send(reply: FastifyReply, answer: Exclude<Result, typeof hijacked>): FastifyReply {
  reply.code(answer.status)
  if (answer.headers) reply.headers(answer.headers)
  if ('raw' in answer) return reply.type(answer.type).send(answer.raw)
  return reply.type('application/json').send(JSON.stringify(answer.body))
}

function buildCallReader(operation: Operation, { identify, signalOf }: Serving) {
  const checkPath = buildParameterCheck(operation, 'path')
  const checkQuery = buildParameterCheck(operation, 'query')
  const checkHeaders = buildParameterCheck(operation, 'header')
  const checkBody = buildBodyReader(operation)
  return (request: FastifyRequest, reply: FastifyReply): Call<OperationId> => {
    const keyName = operation.isOpen ? null : identify(request)
    const path = checkPath(request.params as Record<string, unknown>)
    const query = checkQuery(request.query as Record<string, unknown>)
    checkHeaders(request.headers)
    const json = checkBody(request)
    return new ReadCall(request, reply, {
      path,
      query,
      keyName,
      json,
      signalOf
    }) as unknown as Call<OperationId>
  }
}

/** A class for its getter: one in an object literal makes a hidden class of its own for each request, which V8 keeps. */
class ReadCall {
  readonly path: unknown
  readonly query: unknown
  readonly body: unknown
  readonly json: JsonBody | null
  readonly keyName: string | null
  readonly requestId: string
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly #signalOf: Serving['signalOf']

  constructor(
    request: FastifyRequest,
    reply: FastifyReply,
    read: Pick<ReadCall, 'path' | 'query' | 'json' | 'keyName'> & Pick<Serving, 'signalOf'>
  ) {
    this.path = read.path
    this.query = read.query
    this.body = read.json?.value
    this.json = read.json
    this.keyName = read.keyName
    this.requestId = request.id
    this.request = request
    this.reply = reply
    this.#signalOf = read.signalOf
  }

  get signal(): AbortSignal {
    return this.#signalOf(this.reply)
  }
}

function buildBodyReader({ body }: Operation): (request: FastifyRequest) => JsonBody | null {
  if (body === null)
    return request => {
      if (request.body !== undefined) throw new Failure('invalid-body', 'this operation takes no body')
      return null
    }
  const checks = new Map<string, BodyCheck>(
    Object.entries(body.schemas)
      .filter(([type]) => type === 'application/json')
      .map(([type, pointer]) => [type, buildBodyCheck(pointer)])
  )
  const types = Object.keys(body.schemas)
  return request => {
    if (request.body === undefined) {
      if (body.isRequired) throw new Failure('invalid-body', 'the body is missing')
      return null
    }
    const type = (request.headers['content-type'] ?? '').split(';', 1)[0]!.trim().toLowerCase()
    if (!types.includes(type))
      throw new Failure('unsupported-media-type', `send ${types.join(' or ')}, not ${type}`, {
        field: 'Content-Type'
      })
    const check = checks.get(type)
    if (!check) return null
    const json = request.body as JsonBody
    check(json.value, json.bytes.length)
    return json
  }
}

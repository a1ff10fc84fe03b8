import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Failure } from '../../ports/errors.ts'
import {
  type Call,
  type Handlers,
  hijacked,
  type JsonBody,
  type RawAnswer,
  type UnchangedAnswer
} from './call.ts'
import type { OperationId } from './contract.ts'
import { type Operation, operations, toRoutePath } from './contract.ts'
import { jsonTypes, readMediaType } from './media-type.ts'
import { deprecationHeaders, findSuccessor, toSuccessor } from './successors.ts'
import { buildBodyCheck, buildParameterCheck } from './validate.ts'

interface Handling {
  readonly handlers: Handlers
  /** Returns a signal that aborts when the caller disconnects or the service closes. */
  readonly signalOf: (reply: FastifyReply) => AbortSignal
}

/** Registers one route for each operation of the contract, which checks each request before its handler runs. */
export function registerRoutes(app: FastifyInstance, handling: Handling): void {
  for (const operation of operations) {
    const readCall = buildCallReader(operation, handling)
    const id = findSuccessor(operation.id) ?? operation.id
    const handle = handling.handlers[id as keyof Handlers] as unknown as (
      call: Call<OperationId>
    ) => Promise<Result>
    app.route({
      // HEAD runs the handler of GET, and Node leaves out the body.
      method: operation.method === 'GET' ? ['GET', 'HEAD'] : operation.method,
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
  | UnchangedAnswer
  | RawAnswer
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body: unknown }

function send(reply: FastifyReply, answer: Exclude<Result, typeof hijacked>): FastifyReply {
  reply.code(answer.status)
  if (answer.headers) reply.headers(answer.headers)
  if ('raw' in answer) return reply.type(answer.type).send(answer.raw)
  return 'body' in answer ? reply.type('application/json').send(JSON.stringify(answer.body)) : reply.send()
}

function buildCallReader(operation: Operation, { signalOf }: Handling) {
  const checkPath = buildParameterCheck(operation, 'path')
  const checkQuery = buildParameterCheck(operation, 'query')
  const checkHeaders = buildParameterCheck(operation, 'header')
  const checkBody = buildBodyReader(operation)
  const successor = findSuccessor(operation.id)
  return (request: FastifyRequest, reply: FastifyReply): Call<OperationId> => {
    const given = {
      path: checkPath(request.params as Record<string, unknown>),
      query: checkQuery(request.query as Record<string, unknown>)
    }
    const { path, query } = successor === null ? given : toSuccessor(given)
    if (successor !== null && operation.isDeprecated) reply.headers(deprecationHeaders(successor, path))
    checkHeaders(request.headers)
    const json = checkBody(request)
    return new ReadCall(request, reply, {
      path,
      query,
      keyName: request.keyName,
      json,
      signalOf
    }) as unknown as Call<OperationId>
  }
}

/** A class, because V8 would create and keep a hidden class for each object literal with a getter. */
class ReadCall {
  readonly path: unknown
  readonly query: unknown
  readonly body: unknown
  readonly json: JsonBody | null
  readonly keyName: string | null
  readonly requestId: string
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly #signalOf: Handling['signalOf']

  constructor(
    request: FastifyRequest,
    reply: FastifyReply,
    read: Pick<ReadCall, 'path' | 'query' | 'json' | 'keyName'> & Pick<Handling, 'signalOf'>
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

/** Expects that the content type was already checked. */
function buildBodyReader({ body }: Operation): (request: FastifyRequest) => JsonBody | null {
  if (body === null) return () => null
  const checks = new Map(
    jsonTypes.flatMap(type => {
      const pointer = body.schemas[type]
      return pointer === undefined ? [] : [[type, buildBodyCheck(pointer)]]
    })
  )
  return request => {
    if (request.body === undefined) {
      if (body.isRequired) throw new Failure('invalid-body', 'the body is missing: send one')
      return null
    }
    const check = checks.get(readMediaType(request.headers['content-type'] ?? '').name)
    if (check === undefined) return null
    const json = request.body as JsonBody
    check(json.value, json.bytes.length)
    return json
  }
}

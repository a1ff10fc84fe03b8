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

interface Serving {
  readonly handlers: Handlers
  /** Fires when the caller is gone or the service closes. */
  readonly signalOf: (reply: FastifyReply) => AbortSignal
}

/** One route for each operation of the contract, its request checked against it before its handler runs. */
export function registerRoutes(app: FastifyInstance, serving: Serving): void {
  for (const operation of operations) {
    const readCall = buildCallReader(operation, serving)
    const id = findSuccessor(operation.id) ?? operation.id
    const handle = serving.handlers[id as keyof Handlers] as unknown as (
      call: Call<OperationId>
    ) => Promise<Result>
    app.route({
      // The answer to HEAD is that to GET; Node leaves its body out.
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

function buildCallReader(operation: Operation, { signalOf }: Serving) {
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

/** The type was looked at before the body was read. */
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

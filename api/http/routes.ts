import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Failure } from '../../ports/errors.ts'
import type { StreamedBody } from './body-bytes.ts'
import { type Handlers, hijacked, type JsonBody, type RawAnswer, type UnchangedAnswer } from './call.ts'
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
  const handlers: Readonly<Record<string, (call: never) => Promise<Result>>> = handling.handlers
  for (const operation of operations) {
    const readCall = buildCallReader(operation, handling)
    const handle = handlers[findSuccessor(operation.id) ?? operation.id]!
    app.route<RequestTypes>({
      // HEAD runs the handler of GET, and Node leaves out the body.
      method: operation.method === 'GET' ? ['GET', 'HEAD'] : operation.method,
      url: toRoutePath(operation.path),
      config: { operation },
      exposeHeadRoute: false,
      handler: async (request, reply) => {
        // The checks of the call ensure the types of this operation.
        const answer = await handle(readCall(request, reply) as never)
        return answer === hijacked ? reply : send(reply, answer)
      }
    })
  }
}

/** What Fastify has read of a request, before the checks. */
interface RequestTypes {
  readonly Params: Record<string, unknown>
  readonly Querystring: Record<string, unknown>
  readonly Body: JsonBody | Buffer | StreamedBody | undefined
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
  return (request: FastifyRequest<RequestTypes>, reply: FastifyReply): ReadCall => {
    const given = { path: checkPath(request.params), query: checkQuery(request.query) }
    const { path, query } = successor === null ? given : toSuccessor(given)
    if (successor !== null && operation.isDeprecated) reply.headers(deprecationHeaders(successor, path))
    checkHeaders(request.headers)
    const json = checkBody(request)
    return new ReadCall(request, reply, { path, query, keyName: request.keyName, json, signalOf })
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
function buildBodyReader({ body }: Operation): (request: FastifyRequest<RequestTypes>) => JsonBody | null {
  if (body === null) return () => null
  const checks = new Map<string, (json: JsonBody) => void>(
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
    if (check === undefined || !('value' in request.body)) return null
    check(request.body)
    return request.body
  }
}

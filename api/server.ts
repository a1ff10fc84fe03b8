import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify'
import { Failure } from '../ports/errors.ts'
import type { ApiDependencies } from './dependencies.ts'
import { registerDocs } from './docs.ts'
import { buildHandlers } from './handlers.ts'
import { buildAdmission, readRequestId } from './http/admission.ts'
import { buildCallers } from './http/callers.ts'
import { buildClientAddress, buildProxyCheck } from './http/client-address.ts'
import { limitConnections } from './http/connection-limit.ts'
import { buildFailureAnswer } from './http/failures.ts'
import { buildCrossOriginAnswer, buildHostCheck, buildOriginCheck } from './http/host-and-origin-checks.ts'
import { answerOptions, hasEmptyStep, listPaths, refusePath } from './http/paths.ts'
import { readBodies } from './http/read-bodies.ts'
import { registerRoutes } from './http/routes.ts'
import { answerSocketError } from './http/socket-errors.ts'
import { registerWebFiles } from './web-files.ts'

/** Builds the API without listening: `inject` works. `close` ends feeds and waiting requests first. */
export function buildApi(dependencies: ApiDependencies): FastifyInstance {
  const { settings, log, metrics } = dependencies
  const { limits } = settings
  const closing = new AbortController()
  const answerFailure = buildFailureAnswer(log)
  const app = Fastify({
    logger: false,
    bodyLimit: limits.bodyBytes,
    requestTimeout: limits.requestSeconds * 1000,
    keepAliveTimeout: 72_000,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    // Enough for an id of 200 characters of four bytes each, percent-encoded.
    routerOptions: { maxParamLength: 2_500 },
    http: {
      maxHeaderSize: limits.headerBytes,
      headersTimeout: Math.min(60, limits.requestSeconds) * 1000,
      connectionsCheckingInterval: Math.min(5, limits.requestSeconds / 2) * 1000
    },
    genReqId: ({ headers }: IncomingMessage) => readRequestId(headers['x-request-id']) ?? randomUUID(),
    clientErrorHandler: (error, socket) => answerSocketError(error, socket),
    frameworkErrors: answerFailure
  })

  // A caller may close its half of the connection after the request and still read the answer.
  Object.assign(app.server, { httpAllowHalfOpen: true })
  app.decorateRequest('keyName', null)
  const addressOf = buildClientAddress(settings)
  const callers = buildCallers(settings, dependencies.clock, addressOf)
  readBodies(app, settings, addressOf)
  app.setErrorHandler(answerFailure)
  const { findMethods, isOtherMethod } = listPaths(app)
  app.setNotFoundHandler((request, reply) => refusePath(request, reply, findMethods))
  const isProxy = buildProxyCheck(settings)
  const checkConnection = limitConnections(app.server, limits, ({ remoteAddress = '' }) =>
    isProxy(remoteAddress) ? null : remoteAddress
  )
  const checkHost = buildHostCheck(settings)
  const checkOrigin = buildOriginCheck(settings)
  const answerCrossOrigin = buildCrossOriginAnswer(settings)
  const admit = buildAdmission(callers.identify)
  app.addHook('onRequest', (request, reply, done) => {
    const { headers } = request
    reply.header('x-request-id', request.id)
    if (closing.signal.aborted) throw new Failure('shutting-down', 'the service is shutting down')
    checkConnection(request.raw.socket)
    checkHost(headers.host)
    checkOrigin(headers.origin, headers.host)
    if (answerCrossOrigin(request, reply)) return
    if (answerOptions(request, reply, findMethods)) return
    if (request.is404 || hasEmptyStep(request.url) || isOtherMethod(request))
      refusePath(request, reply, findMethods)
    admit(request, reply)
    done()
  })

  const seconds = metrics.histogram(
    'groundswell_http_request_seconds',
    'Seconds from a request to its answer, by operation and status.',
    ['operation', 'status'],
    [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60]
  )
  app.addHook('onResponse', (request, reply, done) => {
    const operation = request.routeOptions.config?.operation?.id ?? 'none'
    seconds.observe(reply.elapsedTime / 1000, { operation, status: reply.statusCode })
    log.debug('answered', {
      requestId: request.id,
      operation,
      status: reply.statusCode,
      milliseconds: reply.elapsedTime
    })
    done()
  })
  let closingIdle: NodeJS.Timeout | undefined
  app.addHook('preClose', done => {
    closing.abort(new Failure('shutting-down', 'the service is shutting down'))
    // Requests in flight end during the shutdown: their keep-alive connections must be closed then.
    closingIdle = setInterval(() => app.server.closeIdleConnections(), 20)
    done()
  })
  app.addHook('onClose', (_app, done) => {
    clearInterval(closingIdle)
    done()
  })

  registerRoutes(app, {
    handlers: buildHandlers(dependencies, { callers, addressOf }),
    signalOf: reply => {
      const ends = [closing.signal, signalOfCaller(reply), callers.endOf(reply.request)]
      return AbortSignal.any(ends.filter(each => each !== null))
    }
  })
  registerDocs(app)
  registerWebFiles(app)
  return app
}

interface RunningApi {
  /** For example 'http://127.0.0.1:8080'. */
  readonly url: string
  readonly app: FastifyInstance
  /** Rejects new requests, ends feeds and waiting requests, and gives requests in flight `graceSeconds` (10) to finish. */
  close(graceSeconds?: number): Promise<void>
}

export async function startApi(dependencies: ApiDependencies): Promise<RunningApi> {
  const app = buildApi(dependencies)
  const { host, port } = dependencies.settings
  const url = await app.listen({ host, port })
  return {
    url,
    app,
    async close(graceSeconds = 10) {
      const timer = setTimeout(() => app.server.closeAllConnections(), graceSeconds * 1000)
      await app.close()
      clearTimeout(timer)
    }
  }
}

function signalOfCaller({ raw }: FastifyReply): AbortSignal {
  const gone = new AbortController()
  raw.once('close', () => gone.abort(new Error('the caller disconnected')))
  return gone.signal
}

import type { IncomingMessage } from 'node:http'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ApiLimits, ApiSettings } from '../settings.ts'
import { isBodySent, readJson } from './body.ts'
import { type BodyShare, buildBodyBudget } from './body-budget.ts'
import { readBytes, StreamedBody } from './body-bytes.ts'
import type { ReadClientAddress } from './client-address.ts'
import { answerBesideBody, isBodyUnderWay } from './drain.ts'
import { jsonTypes, lineTypes, tableTypes } from './media-type.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The request's share of the body budget; null: the request has no body. */
    bodyShare: BodyShare | null
  }
}

/** Maximum body size of the operations that require no key: their only body is a key. */
const OPEN_BODY_BYTES = 10_000

/** Registers the body parsers. Bodies are limited one by one and in total; the handlers read newline-delimited JSON themselves. */
export function readBodies(app: FastifyInstance, settings: ApiSettings, addressOf: ReadClientAddress): void {
  const { limits } = settings
  const openShare = buildBodyBudget({
    bytes: Math.max(limits.allBodiesBytes, 2 * limits.bodyBytes),
    waitSeconds: limits.bodyWaitSeconds
  })
  const shareOf = (request: FastifyRequest): BodyShare => {
    request.bodyShare = openShare(request.keyName ?? addressOf(request.raw))
    return request.bodyShare
  }
  app.decorateRequest('bodyShare', null)
  app.removeAllContentTypeParsers()
  const readWhole = (request: FastifyRequest, payload: IncomingMessage): Promise<Buffer> => {
    const { isOpen } = request.routeOptions.config.operation ?? {}
    const maxBytes = isOpen ? Math.min(OPEN_BODY_BYTES, limits.bodyBytes) : limits.bodyBytes
    const reading = { share: shareOf(request), silentSeconds: limits.bodySilentSeconds }
    return readBytes(payload, request.headers['content-length'], maxBytes, reading)
  }
  app.addContentTypeParser([...jsonTypes], async (request: FastifyRequest, payload: IncomingMessage) => {
    const bytes = await readWhole(request, payload)
    return bytes.length === 0 ? undefined : readJson(bytes, limits.depth)
  })
  app.addContentTypeParser([...tableTypes], async (request: FastifyRequest, payload: IncomingMessage) => {
    const bytes = await readWhole(request, payload)
    return bytes.length === 0 ? undefined : bytes
  })
  app.addContentTypeParser([...lineTypes], (request, payload, done) => {
    if (!isBodySent(request.headers)) return done(null, undefined)
    done(null, new StreamedBody(payload, shareOf(request)))
  })
  app.addHook('onResponse', (request, _reply, done) => {
    request.bodyShare?.close()
    done()
  })
  inviteBodies(app)
  answerRefusedBodies(app, limits, settings.keys.length > 0)
}

/** Answers `Expect: 100-continue` only after the headers have passed all checks. */
function inviteBodies(app: FastifyInstance): void {
  app.server.on('checkContinue', (request, response) => app.routing(request, response))
  app.addHook('preParsing', (request, reply, payload, done) => {
    if (request.headers.expect !== undefined) reply.raw.writeContinue()
    done(null, payload)
  })
}

/** Lets an early error reach a client that sends its whole body before it reads. */
function answerRefusedBodies(app: FastifyInstance, { drain }: ApiLimits, isKeyNeeded: boolean): void {
  app.addHook('onSend', (request, reply, payload, done) => {
    if (typeof payload !== 'string' || reply.statusCode < 400 || !isBodyUnderWay(request.raw))
      return done(null, payload)
    reply.headers({ 'content-length': Buffer.byteLength(payload), connection: 'close' })
    const isUnauthenticated = isKeyNeeded && request.keyName === null
    const maxBytes = isUnauthenticated ? drain.unauthenticatedBytes : drain.bytes
    done(null, answerBesideBody(payload, request.raw, maxBytes, drain))
  })
}

import type { FastifyReply, FastifyRequest } from 'fastify'
import { Failure } from '../../ports/errors.ts'
import { isBodySent } from './body.ts'
import type { Operation } from './contract.ts'
import { CLOUD_EVENT, unsupportedType } from './media-type.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    readonly operation?: Operation
  }
  interface FastifyRequest {
    /** The name of the caller's API key; null where none is needed. */
    keyName: string | null
  }
}

const requestIdPattern = /^[\w.:-]{1,100}$/

/**
 * All that can be said of a request by its head, before a byte of its body is read: first whether its caller has a key,
 * then whether the operation takes what is sent.
 */
export function buildAdmission(identify: (request: FastifyRequest) => string | null) {
  return (request: FastifyRequest, reply: FastifyReply): void => {
    const { operation } = request.routeOptions.config
    if (operation && !operation.isOpen) request.keyName = identify(request)
    checkRequestId(request)
    if (!operation) return
    checkIdempotencyKey(operation, request)
    checkBody(operation, request, reply)
  }
}

export function readRequestId(given: string | string[] | undefined): string | null {
  return typeof given === 'string' && requestIdPattern.test(given) ? given : null
}

function checkRequestId({ headers, id }: FastifyRequest): void {
  const given = headers['x-request-id']
  if (given !== undefined && given !== id)
    throw new Failure(
      'invalid-header',
      'X-Request-Id must be 1 to 100 letters, digits or any of . : _ - (leave it out to get one)',
      { field: 'X-Request-Id' }
    )
}

/** What is done again by itself must not seem protected: a key that would have no effect is refused. */
function checkIdempotencyKey({ method, parameters }: Operation, { headers }: FastifyRequest): void {
  if (method !== 'POST' || headers['idempotency-key'] === undefined) return
  if (parameters.header.some(({ name }) => name === 'Idempotency-Key')) return
  throw new Failure('invalid-header', 'Idempotency-Key has no effect on this operation: leave it out', {
    field: 'Idempotency-Key'
  })
}

function checkBody({ method, body }: Operation, { headers }: FastifyRequest, reply: FastifyReply): void {
  // The body of a GET has no meaning (RFC 9110): it is not looked at.
  if (!isBodySent(headers) || method === 'GET') return
  if (body === null) throw new Failure('invalid-body', 'this operation takes no body: send none')
  const encoding = headers['content-encoding']
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    reply.header('accept-encoding', 'identity')
    throw new Failure('unsupported-media-type', 'the body must not be compressed: send it as it is', {
      field: 'Content-Encoding'
    })
  }
  if (CLOUD_EVENT in body.schemas && headers['ce-specversion'] !== undefined) {
    const reason = `CloudEvents in binary mode (ce- headers) are not taken: send ${CLOUD_EVENT}`
    throw new Failure('unsupported-media-type', reason, { field: 'ce-specversion' })
  }
  const failure = unsupportedType(headers['content-type'], Object.keys(body.schemas))
  if (failure) throw failure
}

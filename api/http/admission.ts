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
    /** The name of the caller's API key; null if no key is required. */
    keyName: string | null
  }
}

const requestIdPattern = /^[\w.:-]{1,100}$/

/**
 * Builds the check of a request's headers, which runs before the body is read. It checks first that the caller has a key,
 * then that the operation accepts the request. Throws Failure.
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
      'X-Request-Id must be 1 to 100 letters, digits or any of . : _ - (omit it to get one)',
      { field: 'X-Request-Id' }
    )
}

/** Rejects a key that the operation ignores: the caller would believe that a repeated request is safe. */
function checkIdempotencyKey({ method, parameters }: Operation, { headers }: FastifyRequest): void {
  if (method !== 'POST' || headers['idempotency-key'] === undefined) return
  if (parameters.header.some(({ name }) => name === 'Idempotency-Key')) return
  throw new Failure('invalid-header', 'this operation does not accept Idempotency-Key: omit it', {
    field: 'Idempotency-Key'
  })
}

function checkBody({ method, body }: Operation, { headers }: FastifyRequest, reply: FastifyReply): void {
  // The body of a GET has no meaning (RFC 9110) and is ignored.
  if (!isBodySent(headers) || method === 'GET') return
  if (body === null) throw new Failure('invalid-body', 'this operation accepts no body: omit it')
  const encoding = headers['content-encoding']
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    reply.header('accept-encoding', 'identity')
    throw new Failure(
      'unsupported-media-type',
      'the body must not be compressed: send it without Content-Encoding',
      {
        field: 'Content-Encoding'
      }
    )
  }
  if (CLOUD_EVENT in body.schemas && headers['ce-specversion'] !== undefined) {
    const reason = `CloudEvents in binary mode (ce- headers) are not supported: send ${CLOUD_EVENT}`
    throw new Failure('unsupported-media-type', reason, { field: 'ce-specversion' })
  }
  const failure = unsupportedType(headers['content-type'], Object.keys(body.schemas))
  if (failure) throw failure
}

import type { FastifyReply, FastifyRequest } from 'fastify'
import { type ErrorCode, Failure } from '../../ports/errors.ts'
import type { Log } from '../../ports/log.ts'
import { errorCodeOf, toError } from '../../ports/to-error.ts'
import { retryAfter, toProblem } from './problem.ts'

/** Answers an error with a problem. Logs each error that is not the caller's fault, once. */
export function buildFailureAnswer(log: Log) {
  return (error: unknown, request: FastifyRequest, reply: FastifyReply): void => {
    const failure = toFailure(error)
    if (failure.kind === 'internal')
      log.error('a request failed', {
        requestId: request.id,
        path: request.routeOptions.url,
        error: failure.cause
      })
    if (failure.kind === 'unavailable')
      log.warn('a request was rejected', {
        requestId: request.id,
        code: failure.code,
        reason: failure.message
      })
    const problem = toProblem(failure, request.id)
    const seconds = retryAfter(failure)
    if (seconds !== null) reply.header('retry-after', seconds)
    if (failure.code === 'unauthorized') reply.header('www-authenticate', 'Bearer')
    reply.code(problem.status).type('application/problem+json').send(JSON.stringify(problem))
  }
}

/** Our code and message for each error of Fastify. */
const fastifyCodes: Readonly<
  Record<string, { readonly code: ErrorCode; readonly reason?: string; readonly field?: string }>
> = {
  FST_ERR_CTP_BODY_TOO_LARGE: {
    code: 'body-too-large',
    reason: 'the body is too large: send it in several requests'
  },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: { code: 'unsupported-media-type', field: 'Content-Type' },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: { code: 'invalid-header', field: 'Content-Length' },
  FST_ERR_CTP_EMPTY_JSON_BODY: { code: 'invalid-body' },
  FST_ERR_BAD_URL: { code: 'not-found', reason: 'the path has a wrong percent-encoding: encode it again' },
  FST_ERR_ASYNC_CONSTRAINT: { code: 'not-found' }
}

export function toFailure(error: unknown): Failure {
  if (error instanceof Failure) return error
  const { message, statusCode }: Error & { readonly statusCode?: unknown } = toError(error)
  const known = fastifyCodes[errorCodeOf(error) ?? '']
  if (known)
    return new Failure(known.code, known.reason ?? message, {
      cause: error,
      ...(known.field === undefined ? {} : { field: known.field })
    })
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500)
    return new Failure('invalid-body', message, { cause: error })
  return new Failure(
    'internal',
    'internal error: the log of the service has the cause under this request id',
    {
      cause: error
    }
  )
}

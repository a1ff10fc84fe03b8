import type { Socket } from 'node:net'
import { Failure } from '../../ports/errors.ts'
import { toProblem } from './problem.ts'

// Not imported: that would load undici too, for the sake of node:http's list of exports.
const { STATUS_CODES } = process.getBuiltinModule('node:http')

/** Answers what never became a request: broken HTTP, headers too large, too slow. */
export function answerSocketError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const problem = toProblem(toFailure(error))
  const body = JSON.stringify(problem)
  socket.end(
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}\r\n` +
      `Content-Type: application/problem+json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n` +
      `Connection: close\r\n\r\n${body}`
  )
}

function toFailure(error: NodeJS.ErrnoException): Failure {
  if (error.code === 'HPE_HEADER_OVERFLOW')
    return new Failure('headers-too-large', 'the headers are larger than this service takes')
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return new Failure('request-timeout', 'the request did not arrive in time')
  return new Failure('invalid-body', `this is not HTTP: ${error.message}`)
}

import type { Socket } from 'node:net'
import { Failure } from '../../ports/errors.ts'
import { toProblem } from './problem.ts'

// An import of node:http would also load undici.
const { STATUS_CODES } = process.getBuiltinModule('node:http')

/** Answers a connection without a complete request: broken HTTP, headers that are too large, or a timeout. */
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
    return new Failure('headers-too-large', 'the headers are too large: send shorter headers')
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return new Failure('request-timeout', 'the request did not arrive in time: send it again')
  return new Failure('invalid-body', `the request is not valid HTTP: ${error.message}`)
}

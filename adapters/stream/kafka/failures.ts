import { Failure } from '../../../ports/errors.ts'
import { KafkaJSError, KafkaJSProtocolError } from './kafkajs.ts'

export function toUnavailable(cause?: unknown): Failure {
  return new Failure('stream-unavailable', 'the stream brokers cannot be reached', {
    retryAfterSeconds: 5,
    cause
  })
}

/**
 * Converts errors of the client: a message that is too large to Failure('body-too-large'), an undeclared topic to TypeError,
 * and every other error to Failure('stream-unavailable').
 */
export async function withStreamErrors<T>(work: Promise<T>, maxMessageBytes?: number): Promise<T> {
  try {
    return await work
  } catch (cause) {
    if (!(cause instanceof KafkaJSError)) throw cause
    const type = typeOf(cause)
    if (type === 'MESSAGE_TOO_LARGE' || type === 'RECORD_LIST_TOO_LARGE') {
      const reason = `the broker rejects the message as too large (its topic should accept ${maxMessageBytes} bytes)`
      throw new Failure('body-too-large', reason, { cause })
    }
    if (type === 'UNKNOWN_TOPIC_OR_PARTITION') throw new TypeError('the topic was not declared', { cause })
    throw toUnavailable(cause)
  }
}

/** The error type of the broker, from the innermost cause of an error of the client. */
export function typeOf(error: unknown): string | undefined {
  if (error instanceof KafkaJSProtocolError) return error.type
  return error instanceof Error && error.cause ? typeOf(error.cause) : undefined
}

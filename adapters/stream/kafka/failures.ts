import { Failure } from '../../../ports/errors.ts'
import { KafkaJSError, KafkaJSProtocolError } from './kafkajs.ts'

export function away(cause?: unknown): Failure {
  return new Failure('stream-unavailable', 'the stream brokers cannot be reached', {
    retryAfterSeconds: 5,
    cause
  })
}

/** Every failure of the client is the brokers being away, but for what they said about what they were sent. */
export async function named<T>(work: Promise<T>, maxMessageBytes?: number): Promise<T> {
  try {
    return await work
  } catch (cause) {
    if (!(cause instanceof KafkaJSError)) throw cause
    const type = typeOf(cause)
    if (type === 'MESSAGE_TOO_LARGE' || type === 'RECORD_LIST_TOO_LARGE') {
      const reason = `the broker takes no message that large (asked for at most ${maxMessageBytes} bytes)`
      throw new Failure('body-too-large', reason, { cause })
    }
    if (type === 'UNKNOWN_TOPIC_OR_PARTITION') throw new TypeError('the topic was not declared', { cause })
    throw away(cause)
  }
}

/** The broker's own word for it, through the client's wrappings. */
export function typeOf(error: unknown): string | undefined {
  if (error instanceof KafkaJSProtocolError) return error.type
  return error instanceof Error && error.cause ? typeOf(error.cause) : undefined
}

import type { ChannelModel, Options } from 'amqplib'
import { Failure } from '../../../ports/errors.ts'

/**
 * The database counts the attempts of a job. This limit only stops a message that kills its consumer before it is
 * counted. RabbitMQ 3 counts released messages too, so the limit leaves room for many rolling restarts.
 */
const DELIVERY_LIMIT = 100
/** Dead letters are never dropped, however often they are delivered. The default of RabbitMQ 4 is 20. */
const NO_DELIVERY_LIMIT = 1_000_000_000
const PRECONDITION_FAILED = 406

export function deadLettersOf(queue: string): string {
  return `${queue}.dead`
}

/**
 * Declares a queue and its dead-letter queue, both replicated and on disk. Throws Failure('invalid-configuration') if one
 * exists with other properties.
 */
export async function declareQueue(model: ChannelModel, queue: string): Promise<void> {
  const dead = deadLettersOf(queue)
  await declare(model, dead, { 'x-delivery-limit': NO_DELIVERY_LIMIT })
  await declare(model, queue, {
    'x-delivery-limit': DELIVERY_LIMIT,
    'x-dead-letter-exchange': '',
    'x-dead-letter-routing-key': dead,
    'x-dead-letter-strategy': 'at-least-once',
    // The at-least-once strategy requires it.
    'x-overflow': 'reject-publish'
  })
}

async function declare(model: ChannelModel, queue: string, rules: Record<string, unknown>): Promise<void> {
  const options: Options.AssertQueue = { durable: true, arguments: { 'x-queue-type': 'quorum', ...rules } }
  const channel = await model.createChannel()
  // A refusal also closes the channel; the rejection below reports it.
  channel.on('error', () => {})
  try {
    await channel.assertQueue(queue, options)
  } catch (cause) {
    if (!isRefusal(cause, PRECONDITION_FAILED)) throw cause
    const reason = `the queue ${queue} exists with other properties: delete it once it is empty, and restart`
    throw new Failure('invalid-configuration', reason, { field: 'AMQP_URL', cause })
  }
  await channel.close()
}

export function isRefusal(error: unknown, code: number): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}

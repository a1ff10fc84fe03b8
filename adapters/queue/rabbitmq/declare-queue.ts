import type { ChannelModel, Options } from 'amqplib'
import { Failure } from '../../../ports/errors.ts'

/**
 * A row counts a job's attempts; this only ends what makes a consumer die before it comes to count. Released messages
 * count too (on RabbitMQ 3), so that it leaves room for many rolling restarts.
 */
const DELIVERY_LIMIT = 100
/** No letter is lost for having been read often. RabbitMQ 4 would set 20. */
const NO_DELIVERY_LIMIT = 1_000_000_000
const PRECONDITION_FAILED = 406

export function deadLettersOf(queue: string): string {
  return `${queue}.dead`
}

/** Both queues are replicated and on disk. Throws Failure('invalid-configuration') where one exists as another kind. */
export async function declareQueue(model: ChannelModel, queue: string): Promise<void> {
  const dead = deadLettersOf(queue)
  await declare(model, dead, { 'x-delivery-limit': NO_DELIVERY_LIMIT })
  await declare(model, queue, {
    'x-delivery-limit': DELIVERY_LIMIT,
    'x-dead-letter-exchange': '',
    'x-dead-letter-routing-key': dead,
    'x-dead-letter-strategy': 'at-least-once',
    // What that strategy asks for.
    'x-overflow': 'reject-publish'
  })
}

async function declare(model: ChannelModel, queue: string, rules: Record<string, unknown>): Promise<void> {
  const options: Options.AssertQueue = { durable: true, arguments: { 'x-queue-type': 'quorum', ...rules } }
  const channel = await model.createChannel()
  // What is refused ends the channel too: the rejection below tells.
  channel.on('error', () => {})
  try {
    await channel.assertQueue(queue, options)
  } catch (cause) {
    if (!isRefusal(cause, PRECONDITION_FAILED)) throw cause
    const reason = `the queue ${queue} exists with other properties: empty it, delete it and start again`
    throw new Failure('invalid-configuration', reason, { field: 'AMQP_URL', cause })
  }
  await channel.close()
}

export function isRefusal(error: unknown, code: number): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}

import type { ChannelModel, ConfirmChannel, Options } from 'amqplib'
import type { QueueMessage } from '../../../ports/queue.ts'
import { type BrokerConnection, toUnavailable } from './connection.ts'
import { readOptions } from './dead-letter.ts'

interface Publisher {
  /** Resolves once a majority of the queue's replicas has every message on disk. Throws Failure('queue-unavailable'). */
  publish(queue: string, messages: readonly QueueMessage[]): Promise<void>
  /** Publishes one message with its original bytes and properties. Errors as for `publish`. */
  publishBytes(queue: string, content: Buffer, options: Options.Publish): Promise<void>
}

/**
 * A quorum queue has two priorities: high from 5 on, and normal. RabbitMQ 4 delivers two of the first for each of the second
 * while both wait. RabbitMQ 3 ignores the priority.
 */
const HIGH_PRIORITY = 5
const CONFIRM_TIMEOUT_MILLISECONDS = 15_000

export async function openPublisher(connection: BrokerConnection): Promise<Publisher> {
  let channel: ConfirmChannel | null = null
  /** Queue and id of messages that no queue accepted. The broker returns them, and then confirms them all the same. */
  const returned = new Set<string>()
  await connection.keepUp(setUp)

  async function setUp(model: ChannelModel): Promise<void> {
    const opened = await model.createConfirmChannel()
    returned.clear()
    opened.on('return', ({ fields, properties }) =>
      returned.add(toReturnKey(fields.routingKey, properties.messageId))
    )
    opened.on('error', () => {})
    opened.on('close', () => {
      if (channel === opened) channel = null
    })
    channel = opened
  }

  function publishOne(
    to: ConfirmChannel,
    queue: string,
    content: Buffer,
    options: Options.Publish
  ): Promise<void> {
    return new Promise((resolve, reject) => {
      to.sendToQueue(queue, content, { ...options, persistent: true, mandatory: true }, error => {
        if (error) reject(toUnavailable(error))
        else if (returned.delete(toReturnKey(queue, options.messageId)))
          reject(toUnavailable(new Error(`there is no queue ${queue}`)))
        else resolve()
      })
    })
  }

  function openChannel(): ConfirmChannel {
    connection.model()
    if (!channel) throw toUnavailable()
    return channel
  }

  return {
    async publish(queue, messages) {
      const to = openChannel()
      const sent = messages.map(message =>
        publishOne(to, queue, Buffer.from(message.body as Uint8Array), optionsOf(message))
      )
      await withConfirmTimeout(Promise.all(sent))
    },
    async publishBytes(queue, content, options) {
      await withConfirmTimeout(publishOne(openChannel(), queue, content, options))
    }
  }
}

function optionsOf({ id, properties, isLow = false }: QueueMessage): Options.Publish {
  return properties === undefined
    ? { messageId: id, contentType: 'application/json', ...(!isLow && { priority: HIGH_PRIORITY }) }
    : readOptions(properties)
}

function toReturnKey(queue: string, id: unknown): string {
  return `${queue} ${id}`
}

/** Limits the wait: a broker that is short of memory or disk does not confirm. */
async function withConfirmTimeout(work: Promise<unknown>): Promise<void> {
  const timeout = Promise.withResolvers<never>()
  const timer = setTimeout(
    () => timeout.reject(toUnavailable(new Error('the broker did not confirm in time'))),
    CONFIRM_TIMEOUT_MILLISECONDS
  )
  try {
    await Promise.race([work, timeout.promise])
  } finally {
    clearTimeout(timer)
  }
}

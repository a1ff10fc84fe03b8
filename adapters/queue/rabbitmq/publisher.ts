import type { ChannelModel, ConfirmChannel, Options } from 'amqplib'
import type { QueueMessage } from '../../../ports/queue.ts'
import { away, type BrokerConnection } from './connection.ts'
import { readOptions } from './dead-letter.ts'

interface Publisher {
  /** Resolves once a majority of the queue's replicas has every message on disk. Throws Failure('queue-unavailable'). */
  publish(queue: string, messages: readonly QueueMessage[]): Promise<void>
  /** The same for one message as it came. */
  publishBytes(queue: string, content: Buffer, options: Options.Publish): Promise<void>
}

const CONFIRM_MILLISECONDS = 15_000

export async function openPublisher(connection: BrokerConnection): Promise<Publisher> {
  let channel: ConfirmChannel | null = null
  /** Queue and id of messages no queue took: they are confirmed all the same, a moment later. */
  const returned = new Set<string>()
  await connection.keepUp(setUp)

  async function setUp(model: ChannelModel): Promise<void> {
    const opened = await model.createConfirmChannel()
    returned.clear()
    opened.on('return', ({ fields, properties }) =>
      returned.add(placeOf(fields.routingKey, properties.messageId))
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
        if (error) reject(away(error))
        else if (returned.delete(placeOf(queue, options.messageId)))
          reject(away(new Error(`there is no queue ${queue}`)))
        else resolve()
      })
    })
  }

  function openChannel(): ConfirmChannel {
    connection.model()
    if (!channel) throw away()
    return channel
  }

  return {
    async publish(queue, messages) {
      const to = openChannel()
      const sent = messages.map(message =>
        publishOne(to, queue, Buffer.from(message.body as Uint8Array), optionsOf(message))
      )
      await withinTime(Promise.all(sent))
    },
    async publishBytes(queue, content, options) {
      await withinTime(publishOne(openChannel(), queue, content, options))
    }
  }
}

function optionsOf({ id, properties }: QueueMessage): Options.Publish {
  return properties === undefined
    ? { messageId: id, contentType: 'application/json' }
    : readOptions(properties)
}

function placeOf(queue: string, id: unknown): string {
  return `${queue} ${id}`
}

/** A broker short of memory or disk confirms nothing until it has some. */
async function withinTime(work: Promise<unknown>): Promise<void> {
  const tooLate = Promise.withResolvers<never>()
  const timer = setTimeout(
    () => tooLate.reject(away(new Error('not confirmed in time'))),
    CONFIRM_MILLISECONDS
  )
  try {
    await Promise.race([work, tooLate.promise])
  } finally {
    clearTimeout(timer)
  }
}

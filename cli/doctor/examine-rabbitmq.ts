import { randomUUID } from 'node:crypto'
import { type ChannelModel, connect } from 'amqplib'
import { deadLettersOf, declareQueue, isRefusal } from '../../adapters/queue/rabbitmq/declare-queue.ts'
import { Failure } from '../../ports/errors.ts'
import { describe, examine, type Finding, FindingError } from './examine.ts'

const MILLISECONDS = 5_000
const ACCESS_REFUSED = 403
const NOT_FOUND = 404
const MIN_VERSION = [3, 10] as const

export async function examineRabbitmq(options: {
  readonly url: string
  /** With the installation's prefix. */
  readonly queues: readonly string[]
}): Promise<readonly Finding[]> {
  const { url, queues } = options
  const opened: ChannelModel[] = []
  const model = () => opened[0]!

  async function reach(): Promise<string> {
    const { hostname, port, protocol, pathname } = new URL(url)
    const place = `${hostname}:${port || (protocol === 'amqps:' ? 5671 : 5672)}${pathname}`
    try {
      const connection = await connect(url, { timeout: MILLISECONDS, noDelay: true })
      connection.on('error', () => {})
      opened.push(connection)
      return place
    } catch (error) {
      throw new FindingError(`${place}: ${describe(error)}`, howToReach(describe(error)))
    }
  }

  async function version(): Promise<string> {
    const { product, version } = model().connection.serverProperties
    const [major = 0, minor = 0] = version.split('.').map(Number)
    const [minMajor, minMinor] = MIN_VERSION
    if (major < minMajor || (major === minMajor && minor < minMinor))
      throw new FindingError(
        `${product} ${version}`,
        'use RabbitMQ 3.10 or later: older versions can lose dead letters'
      )
    return `${product} ${version}`
  }

  /** Creates a queue with its dead letters, writes to it, reads from it and deletes it. */
  async function rights(): Promise<string> {
    const queue = `${queues[0]}.doctor-${randomUUID()}`
    try {
      await declareQueue(model(), queue)
      await writeAndRead(queue)
      return 'quorum queues can be declared, written, read and deleted'
    } catch (error) {
      if (!isRefusal(error, ACCESS_REFUSED)) throw error
      throw new FindingError(
        describe(error),
        "give the user the permissions configure, write and read on the queues: rabbitmqctl set_permissions USER '^predict\\.' '^(predict\\..*|amq\\.default)$' '^predict\\.' (with GROUNDSWELL_PREFIX before predict)"
      )
    } finally {
      for (const each of [queue, deadLettersOf(queue)]) await deleteQueue(each)
    }
  }

  async function writeAndRead(queue: string): Promise<void> {
    const channel = await model().createConfirmChannel()
    channel.on('error', () => {})
    channel.sendToQueue(queue, Buffer.alloc(1_000), { persistent: true })
    const late = new Promise<never>((_, reject) =>
      setTimeout(
        reject,
        MILLISECONDS,
        new FindingError(
          `a message was not confirmed within ${MILLISECONDS / 1_000} s`,
          'check for memory or disk alarms (rabbitmqctl status), and for queues without a majority of their nodes'
        )
      ).unref()
    )
    await Promise.race([channel.waitForConfirms(), late])
    const message = await channel.get(queue)
    if (!message) throw new FindingError('a confirmed message could not be read', 'see the log of RabbitMQ')
    channel.ack(message)
    await channel.close()
  }

  async function deleteQueue(queue: string): Promise<void> {
    // Deleting a missing queue is not an error; without the permission, RabbitMQ closes the channel.
    const channel = await model().createChannel()
    channel.on('error', () => {})
    await channel
      .deleteQueue(queue)
      .then(() => channel.close())
      .catch(() => {})
  }

  async function compareQueues(): Promise<string> {
    const found: string[] = []
    for (const queue of queues) {
      const count = await countMessages(queue)
      if (count === null) {
        found.push(`${queue}: does not exist, set-up or a start creates it`)
        continue
      }
      await declareQueue(model(), queue).catch(error => {
        if (!(error instanceof Failure)) throw error
        throw new FindingError(
          `${queue} exists with another type or other arguments`,
          `stop the services, delete it (rabbitmqctl delete_queue ${queue}) and start them: its jobs are in the database and are published again`
        )
      })
      found.push(`${queue}: ${count} waiting`)
    }
    return found.join('; ')
  }

  async function countMessages(queue: string): Promise<number | null> {
    const channel = await model().createChannel()
    channel.on('error', () => {})
    try {
      const { messageCount } = await channel.checkQueue(queue)
      await channel.close()
      return messageCount
    } catch (error) {
      if (isRefusal(error, NOT_FOUND)) return null
      throw error
    }
  }

  const remedy = 'see the log of RabbitMQ'
  try {
    return await examine([
      { name: 'rabbitmq.reach', run: reach, remedy, isNeeded: true },
      { name: 'rabbitmq.version', run: version, remedy },
      { name: 'rabbitmq.rights', run: rights, remedy },
      { name: 'rabbitmq.queues', run: compareQueues, remedy }
    ])
  } finally {
    for (const connection of opened) await connection.close().catch(() => {})
  }
}

function howToReach(reason: string): string {
  if (/ACCESS_REFUSED|ACCESS-REFUSED|403/i.test(reason)) return 'correct the user and password in AMQP_URL'
  // RabbitMQ checks the virtual host last, after the user.
  if (/ConnectionOpenOk.*ConnectionClose|NOT_ALLOWED/.test(reason))
    return 'create the virtual host that AMQP_URL names, and give the user access to it (rabbitmqctl add_vhost, set_permissions)'
  return 'start RabbitMQ, or correct AMQP_URL'
}

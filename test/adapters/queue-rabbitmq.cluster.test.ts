import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { connect } from 'amqplib'
import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../adapters/clock/system.ts'
import { openConnection } from '../../adapters/queue/rabbitmq/connection.ts'
import { openRabbitmqQueue } from '../../adapters/queue/rabbitmq/queue.ts'
import { rabbitmq } from '../../deploy/servers/rabbitmq.ts'
import { addresses } from '../../deploy/servers/settings.ts'
import type { DeadLetter, Delivery, JobQueue } from '../../ports/queue.ts'
import { describeQueue } from '../contract-suites/queue.ts'
import { buildRecordingLog } from '../harness/recording-log.ts'
import { serverAddress } from '../harness/server-address.ts'
import { openTcpProxy, type TcpProxy } from '../harness/tcp-proxy.ts'

/**
 * RabbitMQ 3.10 stores the list of its quorum queues after a delay. If it is killed before, a new queue is empty and has
 * no leader after the restart.
 */
const NEW_QUEUE_MILLISECONDS = 2_000

// The tests run on RabbitMQ 3, which ignores priorities.
describeQueue('RabbitMQ', openEnvironment, { ordersByPriority: false })

async function openEnvironment() {
  const proxies = new Map<JobQueue, TcpProxy>()
  const { log, lines } = buildRecordingLog()
  return {
    lines,
    proxies,
    async open() {
      const url = new URL(serverAddress('AMQP_URL'))
      const proxy = await openTcpProxy(Number(url.port))
      url.hostname = '127.0.0.1'
      url.port = String(proxy.port)
      const queue = await openRabbitmqQueue({ url: url.href, clock: systemClock, log })
      proxies.set(queue, proxy)
      return queue
    },
    async crash(queue: JobQueue) {
      proxies.get(queue)!.cut()
      await queue.close()
    },
    async close() {
      for (const proxy of proxies.values()) await proxy.close()
    }
  }
}

async function setUp() {
  const testEnvironment = await openEnvironment()
  const queue = await testEnvironment.open()
  const name = `test.${randomUUID()}`
  await queue.declare(name)
  onTestFinished(async () => {
    await queue.close()
    await testEnvironment.close()
  })
  return { ...testEnvironment, queue, name, proxy: testEnvironment.proxies.get(queue)! }
}

test('rejects with queue-unavailable while the broker is down, and resumes consuming after it', async () => {
  const { queue, name, proxy } = await setUp()
  const got: Delivery[] = []
  await queue.consume(name, { prefetch: 10 }, delivery => {
    got.push(delivery)
    if (delivery.id !== 'in flight' || delivery.isRedelivered) delivery.done()
  })
  await queue.publish(name, [message('in flight'), message('done')])
  await expect.poll(() => got.length).toBe(2)
  proxy.cut()
  await expect(queue.publish(name, [message('lost')])).rejects.toMatchObject({ code: 'queue-unavailable' })
  await expect(queue.check()).rejects.toMatchObject({ code: 'queue-unavailable' })
  await expect(queue.depth(name)).rejects.toMatchObject({ code: 'queue-unavailable' })
  proxy.restore()
  // 'done' may be delivered again too, if its acknowledgement was lost.
  await expect
    .poll(() => got.filter(({ isRedelivered }) => isRedelivered).map(({ id }) => id))
    .toContain('in flight')
  await expect.poll(() => publishes(queue, name, 'after')).toBe(true)
  await expect.poll(() => got.at(-1)!.id).toBe('after')
  await expect.poll(() => queue.depth(name)).toEqual({ ready: 0, inHand: 0 })
})

test('rejects a publish whose confirmation is lost', async () => {
  const { queue, name, proxy } = await setUp()
  const publishing = queue.publish(
    name,
    Array.from({ length: 2_000 }, (_, index) => message(`m${index}`))
  )
  proxy.cut()
  await expect(publishing).rejects.toMatchObject({ code: 'queue-unavailable' })
})

test('rejects a message to an undeclared queue', async () => {
  const { queue } = await setUp()
  await expect(queue.publish('test.undeclared', [message('a')])).rejects.toMatchObject({
    code: 'queue-unavailable',
    cause: { message: 'there is no queue test.undeclared' }
  })
})

test('rejects a queue that exists with other properties', async () => {
  const { queue, name } = await setUp()
  const connection = await connect(serverAddress('AMQP_URL'))
  onTestFinished(() => connection.close())
  const channel = await connection.createChannel()
  await channel.assertQueue(`${name}.classic`, { durable: true })
  await expect(queue.declare(`${name}.classic`)).rejects.toMatchObject({ code: 'invalid-configuration' })
  await channel.deleteQueue(`${name}.classic`)
})

test('dead-letters a message at its delivery limit', async () => {
  const { queue, name } = await setUp()
  let deliveries = 0
  await queue.consume(name, { prefetch: 1 }, delivery => {
    deliveries += 1
    delivery.release()
  })
  await queue.publish(name, [message('poison')])
  const letters: DeadLetter[] = []
  await queue.consumeDeadLetters(name, async letter => void letters.push(letter))
  await expect
    .poll(() => letters)
    .toMatchObject([
      { queue: name, body: Buffer.from('{}'), reason: 'delivered too often without being settled' }
    ])
  expect(letters[0]!.properties).toContain('"messageId":"poison"')
  expect(deliveries).toBeGreaterThan(50)
})

test('dead-letters a foreign message without an id unchanged, and sends it again unchanged', async () => {
  const { queue, name } = await setUp()
  const connection = await connect(serverAddress('AMQP_URL'))
  onTestFinished(() => connection.close())
  const channel = await connection.createConfirmChannel()
  const body = Buffer.from([0, 255, 1, 254])
  const large = Buffer.alloc(900_000, 7)
  const headers = { trace: 'a', count: 3, raw: Buffer.from([200]), nested: { x: true } }
  channel.sendToQueue(name, body, { headers, contentType: 'image/png' })
  channel.sendToQueue(name, large)
  await channel.waitForConfirms()
  const consumer = await queue.consume(name, { prefetch: 10 }, delivery => delivery.reject('no JSON'))
  const letters: DeadLetter[] = []
  await queue.consumeDeadLetters(name, async letter => void letters.push(letter))
  await expect.poll(() => letters.length).toBe(2)
  expect(letters[0]).toMatchObject({ body, reason: 'no JSON' })
  expect(letters[1]).toMatchObject({
    body: large,
    reason: 'the message has 900000 bytes; a job has at most 65536'
  })
  await consumer.close()
  const { id, properties } = letters[0]!
  await queue.publish(name, [{ id, body: letters[0]!.body, properties: properties! }])
  const again = await channel.get(name, { noAck: true })
  expect(again !== false && again.content).toEqual(body)
  expect(again !== false && again.properties).toMatchObject({ headers, contentType: 'image/png' })
  expect(again !== false && again.properties.messageId).toBeUndefined()
})

test.each([
  ['and the set-up rejects', true],
  ['and the set-up ignores it', false]
])('reconnects if the connection is lost during its set-up %s', async (_which, isAwaited) => {
  const proxy = await openTcpProxy(Number(new URL(serverAddress('AMQP_URL')).port))
  const url = new URL(serverAddress('AMQP_URL'))
  url.hostname = '127.0.0.1'
  url.port = String(proxy.port)
  const connection = await openConnection(url.href, buildRecordingLog().log)
  onTestFinished(async () => {
    await connection.close()
    await proxy.close()
  })
  let setUps = 0
  await connection.keepUp(async model => {
    setUps += 1
    if (setUps !== 2) return
    cutBriefly()
    const lost = model.createChannel()
    await (isAwaited ? lost : lost.catch(() => {}))
  })
  const cutBriefly = () => {
    proxy.cut()
    proxy.restore()
  }
  cutBriefly()
  await expect.poll(() => setUps).toBe(3)
  await expect.poll(async () => (await connection.model().createChannel()).close()).toBeUndefined()
})

test('rejects if the first connection fails', async () => {
  const { log } = buildRecordingLog()
  const opening = openRabbitmqQueue({ url: 'amqp://127.0.0.1:1', clock: systemClock, log })
  await expect(opening).rejects.toMatchObject({ code: 'queue-unavailable' })
})

function message(id: string) {
  return { id, body: '{}' }
}

async function publishes(queue: JobQueue, name: string, id: string): Promise<boolean> {
  return queue.publish(name, [message(id)]).then(
    () => true,
    () => false
  )
}

test.skipIf(serverAddress('AMQP_URL') !== addresses.AMQP_URL)(
  'loses no confirmed message if the broker is killed, and resumes after its restart',
  async () => {
    const { queue, name } = await setUp()
    const got = new Set<string>()
    await queue.consume(name, { prefetch: 10 }, delivery => {
      got.add(delivery.id)
      delivery.done()
    })
    const confirmed: string[] = []
    let isOver = false
    const publishing = (async () => {
      for (let number = 0; !isOver; number++) {
        if (await publishes(queue, name, `m${number}`)) confirmed.push(`m${number}`)
        await new Promise(setImmediate)
      }
    })()
    await expect.poll(() => confirmed.length).toBeGreaterThan(20)
    await sleep(NEW_QUEUE_MILLISECONDS)
    await rabbitmq.kill()
    await rabbitmq.start()
    const backAt = performance.now()
    const before = confirmed.length
    await expect.poll(() => confirmed.length, { timeout: 60_000 }).toBeGreaterThan(before + 20)
    isOver = true
    await publishing
    await expect.poll(() => confirmed.filter(id => !got.has(id)), { timeout: 60_000 }).toEqual([])
    console.log(
      `everything was delivered ${Math.round(performance.now() - backAt)} ms after the broker's return`
    )
  }
)

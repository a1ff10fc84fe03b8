import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readProperties } from '../../ports/properties.ts'
import type { DeadLetter, Delivery, JobQueue } from '../../ports/queue.ts'

/** The environment of a queue, which the suite can crash. */
interface QueueEnvironment {
  open(): Promise<JobQueue>
  /** Ends this queue like SIGKILL: nothing in memory is written. */
  crash(queue: JobQueue): Promise<void>
  close(): Promise<void>
}

/** Describes the tests that every adapter of the queue port must pass. */
export function describeQueue(
  technology: string,
  openEnvironment: () => Promise<QueueEnvironment>,
  { ordersByPriority = true } = {}
): void {
  describe(`queue on ${technology}`, () => {
    let testEnvironment: QueueEnvironment
    let queue: JobQueue
    let name: string

    beforeEach(async () => {
      testEnvironment = await openEnvironment()
      queue = await testEnvironment.open()
      name = `test.${randomUUID()}`
      await queue.declare(name)
    })
    afterEach(async () => {
      await queue.close()
      await testEnvironment.close()
    })

    async function collect(
      from: JobQueue,
      prefetch: number,
      onEach: (delivery: Delivery) => void = d => d.done()
    ) {
      const got: Delivery[] = []
      const consumer = await from.consume(name, { prefetch }, delivery => {
        got.push(delivery)
        onEach(delivery)
      })
      return { got, consumer }
    }
    const idsOf = (deliveries: readonly Delivery[]) => deliveries.map(({ id }) => id)
    const keep = () => {}

    test('delivers a message once, with its id and body, and then deletes it', async () => {
      await queue.publish(name, messages(['a', 'b', 'c']))
      const { got, consumer } = await collect(queue, 10)
      await expect.poll(() => idsOf(got).sort()).toEqual(['a', 'b', 'c'])
      expect(got.find(({ id }) => id === 'b')).toMatchObject({ body: '{"id":"b"}', isRedelivered: false })
      await expect.poll(() => queue.depth(name)).toEqual({ ready: 0, inHand: 0 })
      await consumer.close()
    })

    test('delivers a later message to a waiting consumer at once', async () => {
      const { got, consumer } = await collect(queue, 10)
      const startedAt = performance.now()
      await queue.publish(name, messages(['later']))
      await expect.poll(() => idsOf(got), { interval: 1 }).toEqual(['later'])
      expect(performance.now() - startedAt).toBeLessThan(1_000)
      await consumer.close()
    })

    test('delivers at most the prefetch before messages are settled', async () => {
      await queue.publish(name, messages(numbered(20)))
      const { got, consumer } = await collect(queue, 4, keep)
      await expect.poll(() => got.length).toBe(4)
      await expect.poll(() => queue.depth(name)).toEqual({ ready: 16, inHand: 4 })
      got[0]!.done()
      await expect.poll(() => got.length).toBe(5)
      await expect.poll(() => queue.depth(name)).toEqual({ ready: 15, inHand: 4 })
      await consumer.close()
    })

    test('delivers each message to one of several consumers', async () => {
      await queue.publish(name, messages(numbered(200)))
      const first = await collect(queue, 5)
      const second = await collect(queue, 5)
      await expect.poll(() => first.got.length + second.got.length).toBe(200)
      expect(new Set([...idsOf(first.got), ...idsOf(second.got)]).size).toBe(200)
      await first.consumer.close()
      await second.consumer.close()
    })

    test('delivers messages of low priority after the others, where both wait', async () => {
      const low = Array.from({ length: 20 }, (_, index) => ({
        ...messages([`low${index}`])[0]!,
        isLow: true
      }))
      await queue.publish(name, low)
      await queue.publish(name, messages(['a', 'b', 'c']))
      const { got, consumer } = await collect(queue, 1)
      await expect.poll(() => got).toHaveLength(23)
      const places = ['a', 'b', 'c'].map(id => idsOf(got).indexOf(id))
      // RabbitMQ delivers one of low priority after two others.
      if (ordersByPriority) expect(Math.max(...places)).toBeLessThan(6)
      await consumer.close()
    })

    test('delivers a released message again at once, marked as redelivered', async () => {
      await queue.publish(name, messages(['a']))
      const { got, consumer } = await collect(queue, 1, delivery => {
        if (delivery.isRedelivered) delivery.done()
        else delivery.release()
      })
      await expect.poll(() => got.map(({ isRedelivered }) => isRedelivered)).toEqual([false, true])
      await expect.poll(() => queue.depth(name)).toEqual({ ready: 0, inHand: 0 })
      await consumer.close()
    })

    test('a paused consumer gets no more messages and can still settle', async () => {
      await queue.publish(name, messages(['a', 'b']))
      const { got, consumer } = await collect(queue, 1, keep)
      await expect.poll(() => got.length).toBe(1)
      await consumer.pause()
      got[0]!.done()
      await expect.poll(() => queue.depth(name)).toEqual({ ready: 1, inHand: 0 })
      expect(got).toHaveLength(1)
      await consumer.close()
    })

    test('delivers the messages of a closed consumer to another; settling them late changes nothing', async () => {
      await queue.publish(name, messages(['a', 'b']))
      const first = await collect(queue, 10, keep)
      await expect.poll(() => first.got.length).toBe(2)
      await first.consumer.close()
      first.got[0]!.done()
      const second = await collect(queue, 10)
      await expect.poll(() => idsOf(second.got).sort()).toEqual(['a', 'b'])
      expect(second.got.every(({ isRedelivered }) => isRedelivered)).toBe(true)
      await second.consumer.close()
    })

    test('delivers two messages with the same id: the second may be a retry', async () => {
      await queue.publish(name, messages(['a']))
      await queue.publish(name, messages(['a']))
      const { got, consumer } = await collect(queue, 10)
      await expect.poll(() => idsOf(got)).toEqual(['a', 'a'])
      await consumer.close()
    })

    test('a crash loses no message and redelivers those in flight', async () => {
      await queue.publish(name, messages(['done', 'in flight', 'waiting']))
      const { got } = await collect(queue, 2, keep)
      await expect.poll(() => got.length).toBe(2)
      got.find(({ id }) => id === 'done')?.done()
      await expect.poll(async () => (await queue.depth(name)).ready).toBe(0)
      await testEnvironment.crash(queue)
      queue = await testEnvironment.open()
      await queue.declare(name)
      const after = await collect(queue, 10)
      await expect.poll(() => idsOf(after.got)).toEqual(expect.arrayContaining(['in flight', 'waiting']))
      expect(after.got.find(({ id }) => id === 'in flight')?.isRedelivered).toBe(true)
      await after.consumer.close()
    })

    test('a rejected message is a dead letter with its reason until it is stored elsewhere', async () => {
      await queue.publish(name, messages(['bad', 'good']))
      const { got, consumer } = await collect(queue, 10, delivery => {
        if (delivery.id === 'bad') delivery.reject('cannot be read')
        else delivery.done()
      })
      await expect.poll(() => got.length).toBe(2)
      await expect.poll(() => queue.depth(name)).toEqual({ ready: 0, inHand: 0 })
      const letters: DeadLetter[] = []
      const drain = await queue.consumeDeadLetters(name, async letter => {
        letters.push(letter)
        if (letters.length === 1) throw new Error('the database is unavailable')
      })
      await expect.poll(() => letters.length, { timeout: 10_000 }).toBe(2)
      const [letter, again] = letters
      expect(again).toEqual(letter)
      expect(letter).toMatchObject({ queue: name, reason: 'cannot be read' })
      expect(letter!.id).toMatch(/^dlt_[0-9a-f-]{36}$/)
      expect(Buffer.from(letter!.body).toString()).toBe('{"id":"bad"}')
      expect(messageIdOf(letter!)).toBe('bad')
      await drain.close()
      await consumer.close()
    })

    test('messages with the same id are separate dead letters, and a redriven one is unchanged', async () => {
      const alike = Array.from({ length: 8 }, (_, index) => ({
        id: 'same',
        body: index < 4 ? 'x' : `x${index}`
      }))
      await queue.publish(name, alike)
      const rejecting = await collect(queue, 10, delivery => delivery.reject('cannot be read'))
      const letters: DeadLetter[] = []
      const drain = await queue.consumeDeadLetters(name, async letter => void letters.push(letter))
      await expect.poll(() => letters.length, { timeout: 10_000 }).toBe(8)
      expect(new Set(letters.map(({ id }) => id)).size).toBe(8)
      await rejecting.consumer.close()
      const { body, properties } = letters.find(letter => letter.body.length === 2)!
      await queue.publish(name, [{ id: 'of the letter', body, properties: properties! }])
      const { got, consumer } = await collect(queue, 10)
      await expect
        .poll(() => got.map(({ id, body: text }) => [id, text]))
        .toEqual([['same', Buffer.from(body).toString()]])
      await drain.close()
      await consumer.close()
    })

    test('keeps a dead letter through a crash, and delivers a later one at once', async () => {
      await queue.publish(name, messages(['early']))
      const rejecting = await collect(queue, 10, delivery => delivery.reject('early'))
      await expect.poll(() => rejecting.got.length).toBe(1)
      await queue.close()
      queue = await testEnvironment.open()
      await queue.declare(name)
      const letters: string[] = []
      const drain = await queue.consumeDeadLetters(
        name,
        async letter => void letters.push(messageIdOf(letter))
      )
      await expect.poll(() => letters).toEqual(['early'])
      const again = await collect(queue, 10, delivery => delivery.reject('late'))
      await queue.publish(name, messages(['late']))
      await expect.poll(() => letters).toEqual(['early', 'late'])
      await again.consumer.close()
      await drain.close()
    })

    test('keeps queues separate, and declaring one again changes nothing', async () => {
      const other = `${name}.other`
      await queue.declare(other)
      await queue.publish(name, messages(['mine']))
      await queue.publish(other, messages(['theirs']))
      await queue.declare(name)
      const { got, consumer } = await collect(queue, 10)
      await expect.poll(() => idsOf(got)).toEqual(['mine'])
      expect(await queue.depth(other)).toEqual({ ready: 1, inHand: 0 })
      await consumer.close()
    })

    test('delivers 5,000 messages of concurrent publishers once each', async () => {
      const ids = numbered(5_000)
      const publishing = Array.from({ length: 50 }, (_, part) =>
        queue.publish(name, messages(ids.slice(part * 100, part * 100 + 100)))
      )
      const { got, consumer } = await collect(queue, 64)
      await Promise.all(publishing)
      await expect.poll(() => got.length, { timeout: 20_000 }).toBe(5_000)
      expect(new Set(idsOf(got)).size).toBe(5_000)
      await expect.poll(() => queue.depth(name)).toEqual({ ready: 0, inHand: 0 })
      await consumer.close()
    })

    test('passes its own check', async () => {
      await expect(queue.check()).resolves.toBeUndefined()
    })
  })
}

function messages(ids: readonly string[]) {
  return ids.map(id => ({ id, body: JSON.stringify({ id }) }))
}

function numbered(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `m${index}`)
}

function messageIdOf({ properties }: DeadLetter): string {
  return String(readProperties(properties ?? '{}').messageId)
}

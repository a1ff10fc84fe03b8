import { expect, test } from 'vitest'
import { systemClock } from '../../adapters/clock/system.ts'
import { writeProperties } from '../../ports/properties.ts'
import type { Outgoing } from '../../stores/outbox/outgoing.ts'
import { FailingQueue, ForgetfulQueue, RecordingStream, RefusingStream } from '../harness/fake-queue.ts'
import { openHealth } from '../harness/open-health.ts'
import { openStores } from '../harness/open-stores.ts'
import { add, feedEvent, isEmpty, job, numbers, startTestRelay } from './relay-setup.ts'

test('delivers all rows in order after a queue outage and deletes them only then from the outbox', async () => {
  const stores = await openStores(systemClock)
  const queue = new FailingQueue(2)
  const ids = numbers(1200)
  await add(
    stores,
    ids.map(id => job(id))
  )
  startTestRelay(stores, queue)
  await expect.poll(() => queue.published.length).toBe(1200)
  expect(queue.published.map(message => message.id)).toEqual(ids)
  expect(queue.published[0]).toEqual({ queue: 'predict.echo', id: 'm00000', body: '{"id":"m00000"}' })
  await expect.poll(() => isEmpty(stores)).toBe(true)
})

test('sends a row again under the same id when the confirmation is lost', async () => {
  const stores = await openStores(systemClock)
  const queue = new ForgetfulQueue(1)
  await add(stores, [job('once')])
  startTestRelay(stores, queue)
  await expect.poll(() => isEmpty(stores)).toBe(true)
  expect(queue.published.map(message => message.id)).toEqual(['once', 'once'])
})

test('delivers to other queues while one queue is unavailable', async () => {
  const stores = await openStores(systemClock)
  const queue = new FailingQueue(Number.POSITIVE_INFINITY, 'predict.away')
  await add(stores, [job('a', 'predict.away'), job('b', 'predict.here')])
  startTestRelay(stores, queue)
  await expect.poll(() => queue.published.map(message => message.id)).toEqual(['b'])
  await expect
    .poll(async () => (await stores.outbox.depth()).map(each => each.destination))
    .toEqual(['predict.away'])
})

test('sends a delayed row only when it is due', async () => {
  const stores = await openStores(systemClock)
  const queue = new FailingQueue(0)
  startTestRelay(stores, queue)
  const dueAt = systemClock.now() + 400
  await add(stores, [job('later', 'predict.echo', dueAt), job('now')])
  await expect.poll(() => queue.published.length).toBe(2)
  expect(queue.published.map(message => message.id)).toEqual(['now', 'later'])
  expect(systemClock.now()).toBeGreaterThanOrEqual(dueAt)
})

test('relays a row on wake without waiting for the poll', async () => {
  const stores = await openStores(systemClock)
  const queue = new FailingQueue(0)
  // The poll takes 1,000 s on this clock: a relay that waits for it fails the test.
  const clock = {
    ...systemClock,
    sleep: (milliseconds: number, signal?: AbortSignal) =>
      systemClock.sleep(milliseconds === 250 ? 1_000_000 : milliseconds, signal)
  }
  await add(stores, [job('first')])
  startTestRelay(stores, queue, new RecordingStream(), 'relay-1', clock)
  await expect.poll(() => queue.published.length).toBe(1)
  for (const id of numbers(20)) {
    const count = queue.published.length
    await add(stores, [job(id)])
    await expect.poll(() => queue.published.length, { interval: 1 }).toBeGreaterThan(count)
  }
})

test('sends messages to their topic with key and id', async () => {
  const stores = await openStores(systemClock)
  const stream = new RecordingStream()
  startTestRelay(stores, new FailingQueue(0), stream)
  await add(stores, [{ id: 'x.1', kind: 'message', destination: 'topic', key: 'c', payload: '{"a":1}' }])
  await expect
    .poll(() => stream.appended)
    .toEqual([{ topic: 'topic', key: 'c', value: '{"a":1}', headers: { id: 'x.1' } }])
})

test('assigns feed sequences in order of writing without gaps or duplicates, with two relays', async () => {
  const stores = await openStores(systemClock)
  startTestRelay(stores, new FailingQueue(0), new RecordingStream(), 'relay-1')
  startTestRelay(stores, new FailingQueue(0), new RecordingStream(), 'relay-2')
  const ids = numbers(700)
  const following = new AbortController()
  const followed: string[] = []
  const reading = (async () => {
    for await (const event of stores.feed.follow({ topic: 'predictions' }, 0, following.signal)) {
      followed.push(event.key)
      if (followed.length === ids.length) following.abort()
    }
  })()
  for (let index = 0; index < ids.length; index += 70) {
    await add(stores, ids.slice(index, index + 70).map(feedEvent))
  }
  await reading
  expect(followed).toEqual(ids)
  const events = await stores.feed.read({}, 0, 1000)
  expect(events.map(event => event.sequence)).toEqual(ids.map((_, index) => index + 1))
  expect(await stores.feed.latest()).toBe(700)
})

test('another relay takes over when the holder of the lease stops', async () => {
  const stores = await openStores(systemClock)
  const [first, second] = [new FailingQueue(0), new FailingQueue(0)]
  const relay = startTestRelay(stores, first, undefined, 'relay-1')
  await add(stores, [job('a')])
  await expect.poll(() => first.published.length).toBe(1)
  startTestRelay(stores, second, undefined, 'relay-2')
  await relay.close()
  await add(stores, [job('b')])
  await expect.poll(() => second.published.map(message => message.id)).toEqual(['b'])
  expect(first.published).toHaveLength(1)
})

test('sweeping the feed keeps the newest event and continues the sequences', async () => {
  const stores = await openStores(systemClock)
  startTestRelay(stores, new FailingQueue(0))
  await add(stores, numbers(10).map(feedEvent))
  await expect.poll(() => stores.feed.latest()).toBe(10)
  expect(await stores.feed.sweep(systemClock.now() + 1000, 100)).toBe(9)
  expect(await stores.feed.oldest()).toBe(10)
  await add(stores, [feedEvent('next')])
  await expect.poll(() => stores.feed.latest()).toBe(11)
})

test('a destination that does not answer delays no other of its kind, however long its backlog', async () => {
  const stores = await openStores(systemClock)
  const queue = new FailingQueue(0)
  const publish = queue.publish.bind(queue)
  let isAsked = false
  queue.publish = async (destination, messages) => {
    if (destination !== 'predict.silent') return publish(destination, messages)
    isAsked = true
    await new Promise(() => {})
  }
  startTestRelay(stores, queue, undefined, 'relay-1', systemClock, { isEndless: true })
  await add(
    stores,
    numbers(1_000).map(id => job(id, 'predict.silent'))
  )
  await expect.poll(() => isAsked, { timeout: 10_000 }).toBe(true)
  await add(stores, [job('here')])
  await expect.poll(() => queue.published.map(({ id }) => id), { timeout: 10_000 }).toEqual(['here'])
})

test('moves a refused message to the dead letters and sends the rest of its batch', async () => {
  const stores = await openStores(systemClock)
  const stream = new RefusingStream(1_000)
  const message = (id: string, length: number): Outgoing => ({
    id,
    kind: 'message',
    destination: 'topic',
    key: 'c',
    payload: 'x'.repeat(length)
  })
  startTestRelay(stores, new FailingQueue(0), stream)
  await add(stores, [message('a', 10), message('b', 1_001), message('c', 10), message('d', 5_000)])
  await expect.poll(() => isEmpty(stores), { timeout: 10_000 }).toBe(true)
  expect(stream.appended.map(({ headers }) => headers?.id)).toEqual(['a', 'c'])
  const { items } = await stores.deadLetters.list({}, { limit: 10 })
  expect(items.map(({ bodyBytes, queue, reason }) => [queue, bodyBytes, reason])).toEqual(
    expect.arrayContaining([
      ['topic', 1_001, 'it could not be sent: a message of 1001 bytes is over 1000'],
      ['topic', 5_000, 'it could not be sent: a message of 5000 bytes is over 1000']
    ])
  )
  // It is sent again unchanged once the destination accepts it.
  stream.maxBytes = 10_000
  await stores.deadLetters.redrive(items.find(({ bodyBytes }) => bodyBytes === 5_000)!.id)
  await expect.poll(() => stream.appended.length, { timeout: 10_000 }).toBe(3)
  expect(stream.appended[2]).toMatchObject({ key: 'c', headers: { id: 'd' } })
  expect(await stores.deadLetters.remove(items.find(({ bodyBytes }) => bodyBytes === 1_001)!.id)).toBe(true)
  expect(await stores.deadLetters.count()).toBe(0)
})

test('reports a destination as degraded for ten minutes after a refusal', async () => {
  const stores = await openStores(systemClock)
  const health = openHealth()
  let later = 0
  const clock = { ...systemClock, monotonic: () => systemClock.monotonic() + later }
  startTestRelay(stores, new FailingQueue(0), new RefusingStream(1_000), 'relay-1', clock, { health })
  await add(stores, [
    { id: 'a', kind: 'message', destination: 'topic', key: 'c', payload: 'x'.repeat(1_001) }
  ])
  const found = () => health.read().components.find(({ name }) => name === 'relay to topic')
  await expect.poll(found).toMatchObject({
    state: 'degraded',
    cause: 'a message was refused and moved to the dead letters: a message of 1001 bytes is over 1000',
    remedy: 'Read its dead letter, then redrive or remove it.'
  })
  expect(health.read().status).toBe('degraded')
  later = 600_000
  await expect.poll(() => found()?.state).toBe('ok')
})

test('bounds a batch by its bytes and sends a larger message alone', async () => {
  const { outbox, database } = await openStores(systemClock)
  const sizes = [1_500_000, 1_500_000, 1_500_000, 9_000_000, 10]
  await database.write(transaction =>
    outbox.add(
      transaction,
      sizes.map((size, index) => ({ ...job(`m${index}`), payload: 'x'.repeat(size) }))
    )
  )
  const next = async () => {
    const rows = await outbox.due('job', 'predict.echo', 500)
    await database.write(transaction =>
      outbox.remove(
        transaction,
        rows.map(({ sequence }) => sequence)
      )
    )
    return rows.map(({ id }) => id)
  }
  expect([await next(), await next(), await next(), await next()]).toEqual([
    ['m0', 'm1', 'm2'],
    ['m3'],
    ['m4'],
    []
  ])
  expect(await outbox.destinations('job')).toEqual([])
})

test('redrives a dead letter with its original bytes and headers', async () => {
  const stores = await openStores(systemClock)
  const stream = new RecordingStream()
  const queue = new FailingQueue(0)
  startTestRelay(stores, queue, stream)
  const body = Uint8Array.of(0, 255, 254, 10, 0)
  const headers = { trace: 'abc', raw: Uint8Array.of(200, 201) }
  const properties = writeProperties({ key: 'k', headers })
  await stores.deadLetters.add({ id: 'dlt_1', queue: 'events', body, properties, reason: 'no\0text' })
  await stores.deadLetters.add({ id: 'dlt_2', queue: 'predict.echo', body, properties, reason: 'no text' })
  expect(await stores.deadLetters.body('dlt_1')).toEqual(body)
  await stores.deadLetters.redrive('dlt_1')
  await stores.deadLetters.redrive('dlt_2')
  await expect.poll(() => stream.appended.length + queue.published.length, { timeout: 10_000 }).toBe(2)
  const [sent] = stream.appended
  expect([sent!.key, Buffer.from(sent!.value as Uint8Array)]).toEqual(['k', Buffer.from(body)])
  expect(sent!.headers).toEqual({ trace: 'abc', raw: Buffer.from(headers.raw) })
  const [published] = queue.published
  expect(Buffer.from(published!.body as Uint8Array)).toEqual(Buffer.from(body))
  expect(published!.properties).toBe(properties)
})

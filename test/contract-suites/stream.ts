import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { EventStream, StreamRecord, StreamSubscription } from '../../ports/stream.ts'

/** Where a stream runs, so that the suite can take it away. */
interface StreamEnvironment {
  open(): Promise<EventStream>
  /** Ends this stream as SIGKILL would. */
  crash(stream: EventStream): Promise<void>
  close(): Promise<void>
}

const pollOptions = { timeout: 20_000 }

/** What every adapter of the stream port must do. */
export function describeStream(technology: string, openEnvironment: () => Promise<StreamEnvironment>): void {
  describe(`stream on ${technology}`, () => {
    let testEnvironment: StreamEnvironment
    let stream: EventStream
    let topic: string

    beforeEach(async () => {
      testEnvironment = await openEnvironment()
      stream = await testEnvironment.open()
      topic = `test.${randomUUID()}`
      await stream.declare([{ name: topic, partitions: 4 }])
    })
    afterEach(async () => {
      await stream.close()
      await testEnvironment.close()
    })

    /** A consumer that remembers where it was, as a collector does with its rows. */
    function remember(
      positions = new Map<number, number>(),
      onBatch: (records: readonly StreamRecord[]) => Promise<void> = async () => {}
    ) {
      const got: StreamRecord[] = []
      const owned = new Set<number>()
      const moves: string[] = []
      const subscription = (group: string): StreamSubscription => ({
        topic,
        group: `${topic}.${group}`,
        async onAssigned(partitions) {
          for (const partition of partitions) owned.add(partition)
          moves.push(`+${partitions.length}`)
          return new Map([...positions].filter(([partition]) => partitions.includes(partition)))
        },
        async onRevoked(partitions) {
          for (const partition of partitions) owned.delete(partition)
          moves.push(`-${partitions.length}`)
        },
        async onBatch(partition, records) {
          expect(owned.has(partition)).toBe(true)
          await onBatch(records)
          got.push(...records)
          positions.set(partition, records.at(-1)!.position + 1)
        },
        storedPosition: partition => positions.get(partition)
      })
      return { got, owned, moves, positions, subscription }
    }

    test('a consumer gets what was there and what comes, each key in order, positions without gaps', async () => {
      await stream.append(topic, numbered(0, 100))
      const reader = remember()
      const consumer = await stream.subscribe(reader.subscription('readers'))
      await stream.append(topic, numbered(100, 200))
      await expect.poll(() => reader.got.length, pollOptions).toBe(200)
      for (const records of Map.groupBy(reader.got, ({ key }) => key).values()) {
        const numbers = records.map(({ value }) => (JSON.parse(value) as { number: number }).number)
        expect(numbers).toEqual(numbers.toSorted((left, right) => left - right))
        expect(new Set(records.map(({ partition }) => partition)).size).toBe(1)
      }
      for (const records of Map.groupBy(reader.got, ({ partition }) => partition).values())
        expect(records.map(({ position }) => position)).toEqual(records.map((_, index) => index))
      await consumer.close()
    })

    test('value and headers come back as they went, whatever is in them', async () => {
      const values = ['{"a":"line\\nend"}', '"\u{1F600} ä \u0000"', '{\n  "spread": true\n}', '""']
      const sent = values.map((value, index) => ({
        key: `key ${index} ä"\n`,
        value,
        ...(index % 2 === 0 && { headers: { 'ce-type': 'x', note: 'ü\n"' } })
      }))
      await stream.append(topic, sent, { partition: 2 })
      const read = await stream.read(topic, 2, 0, 10)
      expect(read.map(({ key, value, headers }) => ({ key, value, ...(headers && { headers }) }))).toEqual(
        sent
      )
    })

    test('a message for every partition goes there, whatever its key', async () => {
      for (let partition = 0; partition < 4; partition++)
        await stream.append(topic, [{ key: 'watermark', value: '{}' }], { partition })
      expect((await stream.ends(topic)).map(({ first, next }) => [first, next])).toEqual([
        [0, 1],
        [0, 1],
        [0, 1],
        [0, 1]
      ])
      expect(await stream.partitions(topic)).toBe(4)
    })

    test('says where the messages of a key go', async () => {
      await stream.append(topic, numbered(0, 7))
      const partitionOf = await stream.partitioner(topic)
      for (let partition = 0; partition < 4; partition++)
        for (const { key } of await stream.read(topic, partition, 0, 10))
          expect(partitionOf(key)).toBe(partition)
    })

    test('refuses a message for a partition that the topic does not have', async () => {
      const refused = stream.append(topic, [{ key: 'k', value: '{}' }], { partition: 4 })
      await expect(refused).rejects.toMatchObject({ code: 'not-found' })
      await stream.append(topic, [{ key: 'k', value: '{}' }], { partition: 3 })
      expect((await stream.ends(topic)).map(({ next }) => next)).toEqual([0, 0, 0, 1])
    })

    test('reads from any position, so many at a time, beside the consumers', async () => {
      await stream.append(topic, numbered(0, 2_500), { partition: 1 })
      const read: StreamRecord[] = []
      for (;;) {
        const page = await stream.read(topic, 1, read.length, 700)
        if (page.length === 0) break
        read.push(...page)
      }
      expect(read.map(({ position }) => position)).toEqual(Array.from({ length: 2_500 }, (_, index) => index))
      expect((await stream.read(topic, 1, 1_234, 1))[0]?.value).toBe('{"number":1234}')
      expect(await stream.read(topic, 3, 0, 10)).toEqual([])
    })

    test('a consumer continues from the position it names', async () => {
      await stream.append(topic, numbered(0, 50), { partition: 0 })
      const first = remember()
      const consumer = await stream.subscribe(first.subscription('readers'))
      await expect.poll(() => first.got.length, pollOptions).toBe(50)
      await consumer.close()
      expect(first.owned.size).toBe(0)
      await stream.append(topic, numbered(50, 60), { partition: 0 })
      const second = remember(new Map([[0, 45]]))
      const again = await stream.subscribe(second.subscription('readers'))
      await expect.poll(() => second.got.length, pollOptions).toBe(15)
      expect(second.got[0]).toMatchObject({ position: 45, partition: 0, value: '{"number":45}' })
      await again.close()
    })

    test('groups read apart, members of one share the partitions', async () => {
      const alone = remember()
      const left = remember()
      const right = remember()
      const consumers = [
        await stream.subscribe(alone.subscription('alone')),
        await stream.subscribe(left.subscription('shared')),
        await stream.subscribe(right.subscription('shared'))
      ]
      await expect.poll(() => [left.owned.size, right.owned.size], pollOptions).toEqual([2, 2])
      expect([...left.owned].some(partition => right.owned.has(partition))).toBe(false)
      for (let partition = 0; partition < 4; partition++)
        await stream.append(topic, numbered(0, 10), { partition })
      await expect.poll(() => alone.got.length, pollOptions).toBe(40)
      await expect.poll(() => [left.got.length, right.got.length], pollOptions).toEqual([20, 20])
      for (const consumer of consumers) await consumer.close()
    })

    test('when a member leaves or joins, the next continues where it was: nothing lost, nothing handled by two', async () => {
      const shared = new Map<number, number>()
      const handled: string[] = []
      const member = () =>
        remember(shared, async records => {
          await new Promise(setImmediate)
          handled.push(...records.map(({ partition, position }) => `${partition}/${position}`))
        })
      const members = [member(), member(), member()]
      const first = await stream.subscribe(members[0]!.subscription('readers'))
      const appending = (async () => {
        for (let round = 0; round < 40; round++)
          await stream.append(topic, numbered(round * 50, round * 50 + 50))
      })()
      const second = await stream.subscribe(members[1]!.subscription('readers'))
      const third = await stream.subscribe(members[2]!.subscription('readers'))
      await first.close()
      await appending
      await expect.poll(() => handled.length, pollOptions).toBe(2_000)
      expect(new Set(handled).size).toBe(2_000)
      expect(members[0]!.owned.size).toBe(0)
      await second.close()
      await third.close()
    })

    test('the next batch of a partition waits for the one before; other partitions do not', async () => {
      const stuck = Promise.withResolvers<void>()
      const reader = remember(new Map(), async records => {
        if (records[0]!.partition === 0) await stuck.promise
      })
      const consumer = await stream.subscribe(reader.subscription('readers'))
      await stream.append(topic, numbered(0, 10), { partition: 0 })
      await stream.append(topic, numbered(0, 10), { partition: 1 })
      await stream.append(topic, numbered(10, 20), { partition: 0 })
      await expect.poll(() => reader.got.length, pollOptions).toBe(10)
      expect(reader.got.every(({ partition }) => partition === 1)).toBe(true)
      stuck.resolve()
      await expect.poll(() => reader.got.length, pollOptions).toBe(30)
      await consumer.close()
    })

    test('a batch that was not handled comes again', async () => {
      let failures = 0
      const reader = remember(new Map(), async () => {
        if (failures++ < 2) throw new Error('the rows are away')
      })
      await stream.append(topic, numbered(0, 10), { partition: 3 })
      const consumer = await stream.subscribe(reader.subscription('readers'))
      await expect
        .poll(() => reader.got.map(({ position }) => position), pollOptions)
        .toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
      expect(failures).toBe(3)
      await consumer.close()
    })

    test('what was appended outlives a crash, and positions continue', async () => {
      await stream.append(topic, numbered(0, 10), { partition: 2 })
      await testEnvironment.crash(stream)
      stream = await testEnvironment.open()
      await stream.declare([{ name: topic, partitions: 4 }])
      await stream.append(topic, numbered(10, 20), { partition: 2 })
      const read = await stream.read(topic, 2, 0, 100)
      expect(read.map(({ position, value }) => [position, value])).toEqual(
        Array.from({ length: 20 }, (_, index) => [index, `{"number":${index}}`])
      )
    })

    test('many appends at once keep the order they were asked in', async () => {
      await Promise.all(
        Array.from({ length: 200 }, (_, index) =>
          stream.append(topic, numbered(index, index + 1), { partition: 0 })
        )
      )
      const read = await stream.read(topic, 0, 0, 1_000)
      expect(read.map(({ value }) => value)).toEqual(Array.from({ length: 200 }, (_, i) => `{"number":${i}}`))
    })

    test('a message over the limit is refused by name, and nothing beside it is appended', async () => {
      const big = { key: 'k', value: JSON.stringify('x'.repeat(stream.maxMessageBytes)) }
      await expect(stream.append(topic, [{ key: 'k', value: '1' }, big])).rejects.toMatchObject({
        code: 'body-too-large'
      })
      expect((await stream.ends(topic)).every(({ next }) => next === 0)).toBe(true)
      const nearly = { key: 'k', value: JSON.stringify('x'.repeat(stream.maxMessageBytes - 10_000)) }
      await stream.append(topic, [nearly], { partition: 0 })
      expect((await stream.read(topic, 0, 0, 1))[0]?.value).toBe(nearly.value)
    })

    test('says that it is well', async () => {
      await expect(stream.check()).resolves.toBeUndefined()
    })
  })
}

/** Messages numbered from `first` to before `end`, with seven keys. */
function numbered(first: number, end: number) {
  return Array.from({ length: end - first }, (_, index) => {
    const number = first + index
    return { key: `key ${number % 7}`, value: JSON.stringify({ number }) }
  })
}

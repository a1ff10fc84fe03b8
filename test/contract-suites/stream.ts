import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { EventStream, StreamRecord, StreamSubscription } from '../../ports/stream.ts'

/** The environment of a stream, which the suite can crash. */
interface StreamEnvironment {
  open(): Promise<EventStream>
  /** Ends this stream like SIGKILL. */
  crash(stream: EventStream): Promise<void>
  close(): Promise<void>
}

const pollOptions = { timeout: 20_000 }

/** Describes the tests that every adapter of the stream port must pass. */
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

    /** Builds a consumer that stores its positions, like the collector. */
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

    test('a consumer gets earlier and new messages, in order for each key, without gaps in the positions', async () => {
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

    test('returns values and headers unchanged', async () => {
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

    test('appends to the given partition, whatever the key is', async () => {
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

    test('returns the partition of a key', async () => {
      await stream.append(topic, numbered(0, 7))
      const partitionOf = await stream.partitioner(topic)
      for (let partition = 0; partition < 4; partition++)
        for (const { key } of await stream.read(topic, partition, 0, 10))
          expect(partitionOf(key)).toBe(partition)
    })

    test('rejects a message for a partition that does not exist', async () => {
      const refused = stream.append(topic, [{ key: 'k', value: '{}' }], { partition: 4 })
      await expect(refused).rejects.toMatchObject({ code: 'not-found' })
      await stream.append(topic, [{ key: 'k', value: '{}' }], { partition: 3 })
      expect((await stream.ends(topic)).map(({ next }) => next)).toEqual([0, 0, 0, 1])
    })

    test('reads from any position up to a limit, beside the consumers', async () => {
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

    test('a consumer continues from the position that it returns', async () => {
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

    test('groups read independently, and members of a group share the partitions', async () => {
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

    test('handles every message exactly once when members join and leave', async () => {
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

    test('waits with the next batch of a partition, but not of other partitions', async () => {
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

    test('delivers a failed batch again', async () => {
      let failures = 0
      const reader = remember(new Map(), async () => {
        if (failures++ < 2) throw new Error('the database is unavailable')
      })
      await stream.append(topic, numbered(0, 10), { partition: 3 })
      const consumer = await stream.subscribe(reader.subscription('readers'))
      await expect
        .poll(() => reader.got.map(({ position }) => position), pollOptions)
        .toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
      expect(failures).toBe(3)
      await consumer.close()
    })

    test('keeps messages through a crash and continues their positions', async () => {
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

    test('keeps the order of many concurrent appends', async () => {
      await Promise.all(
        Array.from({ length: 200 }, (_, index) =>
          stream.append(topic, numbered(index, index + 1), { partition: 0 })
        )
      )
      const read = await stream.read(topic, 0, 0, 1_000)
      expect(read.map(({ value }) => value)).toEqual(Array.from({ length: 200 }, (_, i) => `{"number":${i}}`))
    })

    test('rejects a message above the limit together with the rest of its append', async () => {
      const big = { key: 'k', value: JSON.stringify('x'.repeat(stream.maxMessageBytes)) }
      await expect(stream.append(topic, [{ key: 'k', value: '1' }, big])).rejects.toMatchObject({
        code: 'body-too-large'
      })
      expect((await stream.ends(topic)).every(({ next }) => next === 0)).toBe(true)
      const nearly = { key: 'k', value: JSON.stringify('x'.repeat(stream.maxMessageBytes - 10_000)) }
      await stream.append(topic, [nearly], { partition: 0 })
      expect((await stream.read(topic, 0, 0, 1))[0]?.value).toBe(nearly.value)
    })

    test('passes its own check', async () => {
      await expect(stream.check()).resolves.toBeUndefined()
    })
  })
}

/** Returns messages with seven keys, numbered from `first` up to but not including `end`. */
function numbered(first: number, end: number) {
  return Array.from({ length: end - first }, (_, index) => {
    const number = first + index
    return { key: `key ${number % 7}`, value: JSON.stringify({ number }) }
  })
}

import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../../adapters/clock/system.ts'
import { openEmbeddedStream } from '../../../adapters/stream/embedded/stream.ts'
import { checkRange, fixRanges } from '../../../cascades/collector/replay-ranges.ts'
import { usualPace } from '../../../cascades/collector/start-collector.ts'
import { startTopicReplays } from '../../../cascades/collector/start-topic-replays.ts'
import { openStores } from '../../harness/open-stores.ts'
import { buildRecordingLog } from '../../harness/recording-log.ts'

const TOPIC = 'events'

/** A topic with one partition and this number of messages, and a requested replay of it. */
async function openTopic(name: string, messages: number) {
  const stores = await openStores(systemClock)
  const { log, lines } = buildRecordingLog()
  const stream = await openEmbeddedStream({ database: stores.database, clock: systemClock, log })
  onTestFinished(() => stream.close())
  await stream.declare([{ name: TOPIC, partitions: 1 }])
  const append = (value: string) => stream.append(TOPIC, [{ key: 'a', value }])
  for (let index = 0; index < messages; index++) await append(`${name} ${index}`)
  const { id } = await stores.replays.request({ label: 'topic', folder: null, options: '{}', model: 1 })
  const parts = { ...stores, stream, topic: TOPIC, owner: 'test', log, clock: systemClock }
  const claim = async () => (await stores.replays.claim('test', 10, 'forecasts'))!
  return { stores, stream, lines, id, parts, claim, append }
}

test('keeps the ranges of a replay as they were when it began', async () => {
  const { stores, parts, claim, append, id } = await openTopic('here', 3)
  const ranges = await fixRanges(parts, await claim())
  expect(ranges).toMatchObject([{ partition: 0, first: 0, next: 3, mark: { position: 2 } }])
  await append('more')
  expect(await fixRanges(parts, (await stores.replays.get(id))!)).toEqual(ranges)
  for (const range of ranges) await checkRange(parts, range)
})

test('reads the ranges of an earlier release, which have no marks', async () => {
  const { stores, parts, claim, id } = await openTopic('here', 3)
  await claim()
  await stores.replays.noteBefore(id, 'test', JSON.stringify([{ partition: 0, first: 0, next: 3 }]))
  const [range] = await fixRanges(parts, (await stores.replays.get(id))!)
  expect(range).toEqual({ partition: 0, first: 0, next: 3, mark: null })
  await checkRange(parts, range!)
  await expect(checkRange(parts, { ...range!, next: 4 })).rejects.toThrow('created again')
})

test.each([
  ['shorter', 2],
  ['as long', 3],
  ['longer', 9]
])('fails a replay whose topic was created again, %s, with that reason', async (_, messages) => {
  const before = await openTopic('before', 3)
  const ranges = await fixRanges(before.parts, await before.claim())
  const { stores, parts, claim, id, lines } = await openTopic('anew', messages)
  await claim()
  await stores.replays.noteBefore(id, 'test', JSON.stringify(ranges))
  await stores.replays.release(id, 'test')
  const replays = startTopicReplays({
    ...parts,
    predictor: 'cascade-size',
    settings: {
      ...usualPace,
      windows: [300],
      laterAges: [],
      idleSeconds: 3_600,
      maxAgeSeconds: 36_000,
      latenessSeconds: 30,
      silenceSeconds: 60,
      lostSeconds: 3_600,
      futureSeconds: 300,
      maxResidentEvents: 1_000
    }
  })
  onTestFinished(replays.close)
  await expect.poll(async () => (await stores.replays.get(id))!.state).toBe('failed')
  expect((await stores.replays.get(id))!.reason).toContain('created again since this replay began')
  expect(lines.filter(({ message }) => message === 'replay failed')).toHaveLength(1)
})

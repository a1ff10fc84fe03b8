import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { systemClock } from '../../../adapters/clock/system.ts'
import { buildMetrics } from '../../../adapters/metrics/prometheus.ts'
import { openEmbeddedStream } from '../../../adapters/stream/embedded/stream.ts'
import type { FolderReplayOptions, ReplayOptions } from '../../../cascades/source/replay-options.ts'
import { startSource } from '../../../cascades/source/start-source.ts'
import { Random } from '../../../learners/random.ts'
import type { LiveFeed } from '../../../ports/live-feed.ts'
import { readStreamEvent, type StreamEvent } from '../../../ports/messages.ts'
import type { EventStream } from '../../../ports/stream.ts'
import { openStores } from '../../harness/open-stores.ts'
import { buildRecordingLog } from '../../harness/recording-log.ts'
// A replay imports the folder reader at its first use. Imported here, so that it does not use up the time of a poll.
import '../../../cascades/source/packed-cascades.ts'

export const TOPIC = 'events'
const PARTITIONS = 3
export const options: FolderReplayOptions = {
  kind: 'folder',
  order: 'time',
  speed: 'max',
  pause: { mean: 60, deviation: 20 },
  startGapSeconds: 600,
  seed: 3,
  cascades: null,
  isLooped: false
}

/** Writes cascades of 1 to 80 events, many at equal times, and returns their sizes. */
export function writeFolder(folder: string, cascades: number): number[] {
  const random = new Random(1)
  mkdirSync(folder, { recursive: true })
  let row = 1
  let index = 'start_ind,end_ind\n'
  let data = 'time,magnitude\n'
  const sizes = Array.from({ length: cascades }, () => {
    const size = 1 + random.integer(80)
    let time = 0
    for (let place = 0; place < size; place++) {
      if (place > 0) time += random.integer(200)
      data += `${time},${random.integer(1_000)}\n`
    }
    index += `${row},${row + size - 1}\n`
    row += size
    return size
  })
  writeFileSync(join(folder, 'index.csv'), index)
  writeFileSync(join(folder, 'data.csv'), data)
  return sizes
}

/** A source on an embedded stream, with its database and log. */
export async function openFixture() {
  const stores = await openStores(systemClock)
  const { log, lines } = buildRecordingLog()
  const stream = await openEmbeddedStream({ database: stores.database, clock: systemClock, log })
  await stream.declare([{ name: TOPIC, partitions: PARTITIONS }])
  onTestFinished(() => stream.close())
  let starts = 0
  return {
    stores,
    stream,
    lines,
    start(changes: { readonly stream?: EventStream; readonly live?: LiveFeed } = {}) {
      const source = startSource({
        ...stores,
        stream: changes.stream ?? stream,
        clock: systemClock,
        log,
        metrics: buildMetrics(),
        owner: `owner ${++starts}`,
        topic: TOPIC,
        readers: 'collector',
        live: changes.live ?? null
      })
      onTestFinished(source.close)
      return source
    },
    request: (folder: string | null, asked: ReplayOptions) =>
      stores.replays.request({ label: 'set', folder, options: JSON.stringify(asked) }),
    /** Reads the messages of each partition, in order. */
    async read(): Promise<StreamEvent[][]> {
      const ends = await stream.ends(TOPIC)
      return Promise.all(
        ends.map(async ({ partition, first, next }) => {
          const read: StreamEvent[] = []
          for (let position = first; position < next; ) {
            const records = await stream.read(TOPIC, partition, position, 1_000)
            read.push(...records.map(({ value }) => readStreamEvent(value)))
            position = records.at(-1)!.position + 1
          }
          return read
        })
      )
    }
  }
}

export type Event = Extract<StreamEvent, { is: 'event' }>
export const eventsOf = (messages: readonly StreamEvent[]) =>
  messages.filter((each): each is Event => each.is === 'event')
export const keyOf = ({ cascadeId, eventId }: Event) => `${cascadeId} ${eventId}`

/** Expects no event at or before an earlier watermark, and a last watermark at the end. */
export function checkWatermarks(partition: readonly StreamEvent[]): void {
  let watermark = Number.NEGATIVE_INFINITY
  const behind = partition.filter(message => {
    if (message.is === 'event') return message.time <= watermark
    if (message.is !== 'watermark') return true
    const isBehind = message.time < watermark
    watermark = message.time
    return isBehind
  })
  expect(behind).toEqual([])
  expect(partition.at(-1)).toMatchObject({ is: 'watermark', isLast: true })
}

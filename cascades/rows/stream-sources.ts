import type { Database } from '../../ports/database.ts'
import { type StreamReset, writeReset } from '../../ports/messages.ts'
import type { EventStream } from '../../ports/stream.ts'
import type { Checkpoints } from './checkpoints.ts'

/** A source of the stream, over all partitions with its messages. Times are epoch seconds. */
export interface StreamSource {
  readonly name: string
  /** The latest watermark of its partitions, and the earliest (`firstWatermark`); 0: none yet. */
  readonly watermark: number
  readonly firstWatermark: number
  /** The source writes watermarks. */
  readonly isManaged: boolean
  readonly isEnded: boolean
  readonly partitions: number
  readonly openCascades: number
}

/** The state of a source in the collector's checkpoint of one partition. */
interface KeptTimeline {
  readonly watermark: number
  readonly isManaged: boolean
  readonly isEnded: boolean
}

export interface StreamSources {
  /** The sources in the last checkpoints, sorted by name. */
  list(): Promise<readonly StreamSource[]>
  /** Appends the reset to every partition. Resolves once it is durable. */
  reset(reset: StreamReset): Promise<void>
}

export function buildStreamSources({
  database,
  checkpoints,
  stream,
  topic,
  group
}: {
  readonly database: Database
  readonly checkpoints: Pick<Checkpoints, 'of'>
  readonly stream: Pick<EventStream, 'append' | 'partitions'>
  readonly topic: string
  readonly group: string
}): StreamSources {
  return {
    async list() {
      const [places, open] = await Promise.all([checkpoints.of(group, topic), countOpen(database)])
      const timelines = places.flatMap(({ state }) => {
        const { timelines: kept = {} }: { readonly timelines?: Readonly<Record<string, KeptTimeline>> } =
          JSON.parse(state ?? '{}')
        return Object.entries(kept)
      })
      return [...Map.groupBy(timelines, ([name]) => name)]
        .map(([name, entries]) => {
          const own = entries.map(([, timeline]) => timeline)
          const watermarks = own.map(({ watermark }) => watermark)
          return {
            name,
            watermark: Math.max(...watermarks),
            firstWatermark: Math.min(...watermarks),
            isManaged: own.some(({ isManaged }) => isManaged),
            isEnded: own.every(({ isEnded }) => isEnded),
            partitions: own.length,
            openCascades: open.get(name) ?? 0
          }
        })
        .sort((left, right) => (left.name < right.name ? -1 : 1))
    },

    async reset(reset) {
      const partitions = await stream.partitions(topic)
      const message = { key: reset.source, value: writeReset(reset) }
      const each = Array.from({ length: partitions }, (_, partition) =>
        stream.append(topic, [message], { partition })
      )
      await Promise.all(each)
    }
  }
}

async function countOpen({ reader }: Database): Promise<ReadonlyMap<string, number>> {
  const rows = await reader
    .selectFrom('cascades')
    .select(({ fn }) => ['source' as const, fn.countAll<number>().as('count')])
    .where('state', '=', 'open')
    .groupBy('source')
    .execute()
  return new Map(rows.map(({ source, count }) => [source, Number(count)]))
}

import type { ApiDependencies } from '../../dependencies.ts'
import type { Handlers } from '../../http/call.ts'
import { toWatermark } from './sources.ts'

/** The part of the collector's stored state that the API shows. */
interface KeptState {
  readonly counters?: Readonly<Record<string, number>>
  readonly timelines?: Readonly<Record<string, { readonly watermark: number }>>
}

/** Builds the handler that shows the progress of the collector. */
export function buildStreamHandlers({
  stream,
  checkpoints,
  collected
}: ApiDependencies): Pick<Handlers, 'getStream'> {
  return {
    async getStream() {
      const { topic, group } = collected
      const [ends, checkpointKeys] = await Promise.all([stream.ends(topic), checkpoints.of(group, topic)])
      const kept = new Map(checkpointKeys.map(checkpointKey => [checkpointKey.partition, checkpointKey]))
      const partitions = ends.map(({ partition, first, next }) => {
        const { position = first, state = null } = kept.get(partition) ?? {}
        const { counters = {}, timelines = {} }: KeptState = JSON.parse(state ?? '{}')
        const watermarks = Object.fromEntries(
          Object.entries(timelines).map(([source, { watermark }]) => [source, toWatermark(watermark)])
        )
        const lag = next - Math.max(position, first)
        return { partition, position, next, lag, counters, watermarks }
      })
      const counters: Record<string, number> = {}
      for (const partition of partitions)
        for (const [name, count] of Object.entries(partition.counters))
          counters[name] = (counters[name] ?? 0) + count
      const lag = partitions.reduce((sum, partition) => sum + partition.lag, 0)
      return { status: 200, body: { lag, counters, partitions } }
    }
  }
}

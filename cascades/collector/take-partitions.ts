import type { Log } from '../../ports/log.ts'
import type { Metrics } from '../../ports/metrics.ts'
import type { EventStream } from '../../ports/stream.ts'
import type { Checkpoint, CheckpointKey, Checkpoints } from '../rows/checkpoints.ts'
import { isOtherRecord } from './record-digest.ts'

interface TakePartitionsParts {
  readonly checkpoints: Pick<Checkpoints, 'take' | 'move'>
  readonly stream: Pick<EventStream, 'ends' | 'read'>
  readonly log: Log
  readonly metrics: Metrics
  readonly owner: string
}

/** Checkpoints by partition; null: nothing was read yet. */
type TakePartitions = (
  group: string,
  topic: string,
  partitions: readonly number[]
) => Promise<ReadonlyMap<number, Checkpoint | null>>

type Ends = Awaited<ReturnType<EventStream['ends']>>

/** A position outside the topic's history: messages were lost, or the topic is another one. */
interface PositionGap {
  readonly reason: 'beyond-end' | 'other-messages' | 'expired'
  readonly from: number
  /** Where reading continues: the oldest message kept. */
  readonly to: number
}

/**
 * Takes over the partitions of one group. Reports a position outside the topic's history once and moves it to the oldest
 * message kept. This happens when the topic was created again, the database was restored from a backup, or messages
 * expired. Duplicates are dropped by their ids.
 */
export function buildTakePartitions(parts: TakePartitionsParts): TakePartitions {
  const { checkpoints, stream, log, metrics, owner } = parts
  const gaps = metrics.counter(
    'groundswell_stream_gaps_total',
    'Times a consumer found its position outside the history of its topic.',
    ['group', 'reason']
  )

  async function findGap(
    checkpointKey: CheckpointKey,
    { position, state }: Checkpoint,
    end: Ends[number] | undefined
  ): Promise<PositionGap | null> {
    const { topic, partition } = checkpointKey
    if (!end) return null
    const { first, next } = end
    if (position > next) return { reason: 'beyond-end', from: position, to: first }
    if (position < first) return { reason: 'expired', from: position, to: first }
    const digest = readDigest(state)
    if (digest === null || position === first) return null
    const isOther = await isOtherRecord(stream, topic, partition, { position: position - 1, digest })
    return isOther ? { reason: 'other-messages', from: position, to: first } : null
  }

  async function move(
    checkpointKey: CheckpointKey,
    taken: Checkpoint | null,
    end: Ends[number] | undefined
  ): Promise<Checkpoint | null> {
    if (taken === null) return null
    const gap = await findGap(checkpointKey, taken, end)
    if (gap === null || !(await checkpoints.move(checkpointKey, owner, gap.to))) return taken
    log.warn('a consumer missed messages: its position is not in the history of its topic', {
      ...checkpointKey,
      ...gap
    })
    gaps.add(1, { group: checkpointKey.group, reason: gap.reason })
    return { ...taken, position: gap.to }
  }

  return async (group, topic, partitions) => {
    const checkpointKeys = partitions.map(partition => ({ group, topic, partition }))
    const taken = await Promise.all(
      checkpointKeys.map(checkpointKey => checkpoints.take(checkpointKey, owner))
    )
    // Read the ends after taking the partitions: until then the previous owner may move its position beyond them.
    const ends = await stream.ends(topic)
    const moved = checkpointKeys.map(async (checkpointKey, index) => {
      const end = ends.find(({ partition }) => partition === checkpointKey.partition)
      return [checkpointKey.partition, await move(checkpointKey, taken[index] ?? null, end)] as const
    })
    return new Map(await Promise.all(moved))
  }
}

function readDigest(state: string | null): string | null {
  if (state === null) return null
  const { digest = null }: { digest?: string | null } = JSON.parse(state)
  return digest
}

import type { Log } from '../../ports/log.ts'
import type { Metrics } from '../../ports/metrics.ts'
import type { EventStream } from '../../ports/stream.ts'
import type { Checkpoint, Checkpoints, Place } from '../rows/checkpoints.ts'
import { isOtherRecord } from './record-digest.ts'

interface TakePlaceParts {
  readonly checkpoints: Pick<Checkpoints, 'take' | 'move'>
  readonly stream: Pick<EventStream, 'ends' | 'read'>
  readonly log: Log
  readonly metrics: Metrics
  readonly owner: string
}

/** By partition; null: nothing was read yet. */
type TakePlaces = (
  group: string,
  topic: string,
  partitions: readonly number[]
) => Promise<ReadonlyMap<number, Checkpoint | null>>

type Ends = Awaited<ReturnType<EventStream['ends']>>

/** A position that is not of the topic's history, or from where messages were missed. */
interface PlaceGap {
  readonly reason: 'beyond-end' | 'other-messages' | 'expired'
  readonly from: number
  /** Where reading goes on: the oldest message kept. */
  readonly to: number
}

/**
 * Takes partitions over for one group. A position that does not belong to the topic as it is (it was made anew, or the
 * database was restored beside another) is reported once and moved to the oldest message kept: what comes twice is
 * dropped by its ids. One before the oldest kept is reported; nothing can bring back what is gone.
 */
export function buildTakePlaces(parts: TakePlaceParts): TakePlaces {
  const { checkpoints, stream, log, metrics, owner } = parts
  const gaps = metrics.counter(
    'groundswell_stream_gaps_total',
    'Times a consumer found its position outside the history of its topic.',
    ['group', 'reason']
  )

  async function findGap(
    place: Place,
    { position, state }: Checkpoint,
    end: Ends[number] | undefined
  ): Promise<PlaceGap | null> {
    const { topic, partition } = place
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
    place: Place,
    taken: Checkpoint | null,
    end: Ends[number] | undefined
  ): Promise<Checkpoint | null> {
    if (taken === null) return null
    const gap = await findGap(place, taken, end)
    if (gap === null || !(await checkpoints.move(place, owner, gap.to))) return taken
    log.warn('a consumer missed messages: its position is not in the history of its topic', {
      ...place,
      ...gap
    })
    gaps.add(1, { group: place.group, reason: gap.reason })
    return { ...taken, position: gap.to }
  }

  return async (group, topic, partitions) => {
    const places = partitions.map(partition => ({ group, topic, partition }))
    const taken = await Promise.all(places.map(place => checkpoints.take(place, owner)))
    // After they were taken: until then another owner may read further, beyond an end that was asked for before.
    const ends = await stream.ends(topic)
    const moved = places.map(async (place, index) => {
      const end = ends.find(({ partition }) => partition === place.partition)
      return [place.partition, await move(place, taken[index] ?? null, end)] as const
    })
    return new Map(await Promise.all(moved))
  }
}

function readDigest(state: string | null): string | null {
  if (state === null) return null
  const { digest = null } = JSON.parse(state) as { digest?: string | null }
  return digest
}

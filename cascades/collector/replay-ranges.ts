import type { EventStream } from '../../ports/stream.ts'
import type { Replay, Replays } from '../rows/replays.ts'
import { digestOfRecord, isOtherRecord, readRecordAt } from './record-digest.ts'

/** The positions that a replay reads in one partition: from `first` to before `next`. */
interface ReplayRange {
  readonly partition: number
  readonly first: number
  readonly next: number
  /** A message of the range, to check that the topic is still the same. Null: no message could be read. */
  readonly mark: { readonly position: number; readonly digest: string } | null
}

interface ReplayRangeParts {
  readonly stream: Pick<EventStream, 'ends' | 'read'>
  readonly topic: string
}

/** The topic was deleted and created again since the replay began. */
export class TopicReplaced extends Error {
  override readonly name = 'TopicReplaced'
}

/** Returns the ranges of the topic when the replay began, and stores them for later claims of the replay. */
export async function fixRanges(
  parts: ReplayRangeParts & { readonly replays: Pick<Replays, 'noteBefore'>; readonly owner: string },
  replay: Replay
): Promise<readonly ReplayRange[]> {
  // Ranges stored by an earlier release have no marks.
  if (replay.before !== null) {
    const stored: (Omit<ReplayRange, 'mark'> & Partial<ReplayRange>)[] = JSON.parse(replay.before)
    return stored.map(range => ({ ...range, mark: range.mark ?? null }))
  }
  const ends = await parts.stream.ends(parts.topic)
  const ranges = await Promise.all(ends.map(async end => ({ ...end, mark: await readMark(parts, end) })))
  await parts.replays.noteBefore(replay.id, parts.owner, JSON.stringify(ranges))
  return ranges
}

/** Throws TopicReplaced when the topic ends before the range, or holds another message at its mark. */
export async function checkRange(
  { stream, topic }: ReplayRangeParts,
  { partition, next, mark }: ReplayRange
): Promise<void> {
  const end = (await stream.ends(topic)).find(each => each.partition === partition)
  const isShorter = end === undefined || end.next < next
  if (isShorter || (mark !== null && (await isOtherRecord(stream, topic, partition, mark))))
    throw new TopicReplaced(
      `the topic ${topic} was deleted and created again since this replay began (partition ${partition}): start another replay`
    )
}

/** Reads the range's last message, or its first if the last position is not a message (a transaction marker). */
async function readMark(
  { stream, topic }: ReplayRangeParts,
  { partition, first, next }: Omit<ReplayRange, 'mark'>
): Promise<ReplayRange['mark']> {
  if (next === first) return null
  const record =
    (await readRecordAt(stream, topic, partition, next - 1)) ??
    (await readRecordAt(stream, topic, partition, first))
  return record && { position: record.position, digest: digestOfRecord(record) }
}

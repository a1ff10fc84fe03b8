import type { EventStream } from '../../ports/stream.ts'
import type { Replay, Replays } from '../rows/replays.ts'
import { digestOfRecord, isOtherRecord, readRecordAt } from './record-digest.ts'

/** What a replay reads of one partition: from `first` to before `next`. */
interface ReplayRange {
  readonly partition: number
  readonly first: number
  readonly next: number
  /** A message of it: whether the topic is still the same. Null where none could be read. */
  readonly mark: { readonly position: number; readonly digest: string } | null
}

interface ReplayRangeParts {
  readonly stream: Pick<EventStream, 'ends' | 'read'>
  readonly topic: string
}

/** The topic that the replay began with is gone: what is left to read is of another one. */
export class TopicReplaced extends Error {
  override readonly name = 'TopicReplaced'
}

/** What is on the topic when the replay begins is what is replayed, however often it is taken up again. */
export async function fixRanges(
  parts: ReplayRangeParts & { readonly replays: Pick<Replays, 'noteBefore'>; readonly owner: string },
  replay: Replay
): Promise<readonly ReplayRange[]> {
  // One that was begun by an earlier version has no marks.
  if (replay.before !== null)
    return (JSON.parse(replay.before) as (Omit<ReplayRange, 'mark'> & Partial<ReplayRange>)[]).map(range => ({
      ...range,
      mark: range.mark ?? null
    }))
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
      `the topic ${topic} was deleted and made anew since this replay began (partition ${partition}): start another replay`
    )
}

/** Its last message; where that is none (the mark of a transaction), its first. */
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

import type { Kysely, Transaction } from 'kysely'
import type { Database } from '../../ports/database.ts'
import type { Tables } from '../../ports/tables.ts'
import { EVENT_BYTES } from './packed-events.ts'

/** New events of many cascades of one partition, grouped by cascade. */
export interface JournalSegment {
  /** The segments of a partition are sorted by number. */
  readonly number: number
  readonly cascadeIds: readonly string[]
  /** Number of events of each cascade. */
  readonly counts: readonly number[]
  readonly bytes: Uint8Array
}

export interface CascadeJournal {
  /** The segments of a partition, in order; a cascade's events in order of arrival. They may include events of chunks. */
  journal(partition: number): Promise<readonly JournalSegment[]>
  addToJournal(transaction: Transaction<Tables>, partition: number, segment: JournalSegment): Promise<void>
  /** Deletes all segments of a partition. Call it when all their events are in chunks. */
  dropJournal(transaction: Transaction<Tables>, partition: number): Promise<void>
  /** Removes one cascade's events from the segments. */
  dropFromJournal(transaction: Transaction<Tables>, partition: number, cascadeId: string): Promise<void>
}

export function buildCascadeJournal({ database }: { readonly database: Database }): CascadeJournal {
  async function read(from: Kysely<Tables>, partition: number): Promise<readonly JournalSegment[]> {
    const rows = await from
      .selectFrom('cascade_journal')
      .select(['number', 'cascades', 'bytes'])
      .where('partition', '=', partition)
      .orderBy('number')
      .execute()
    return rows.map(({ number, cascades, bytes }) => {
      const [cascadeIds, counts]: [string[], number[]] = JSON.parse(cascades)
      return { number, cascadeIds, counts, bytes }
    })
  }

  return {
    journal: partition => read(database.reader, partition),

    async addToJournal(transaction, partition, segment) {
      await transaction
        .insertInto('cascade_journal')
        .values({ partition, number: segment.number, ...toColumns(segment) })
        .execute()
    },

    async dropJournal(transaction, partition) {
      await transaction.deleteFrom('cascade_journal').where('partition', '=', partition).execute()
    },

    async dropFromJournal(transaction, partition, cascadeId) {
      for (const segment of await read(transaction, partition)) {
        if (!segment.cascadeIds.includes(cascadeId)) continue
        await transaction
          .updateTable('cascade_journal')
          .set(toColumns(leaveOut(segment, new Set([cascadeId]))))
          .where('partition', '=', partition)
          .where('number', '=', segment.number)
          .execute()
      }
    }
  }
}

/** Yields each cascade id of a segment with its packed events. */
export function* listJournaled(segment: JournalSegment): Iterable<readonly [string, Uint8Array]> {
  let at = 0
  for (const [index, cascadeId] of segment.cascadeIds.entries()) {
    const end = at + segment.counts[index]! * EVENT_BYTES
    yield [cascadeId, segment.bytes.subarray(at, end)]
    at = end
  }
}

/** Returns the segment without these cascades. */
export function leaveOut(segment: JournalSegment, ids: ReadonlySet<string>): JournalSegment {
  if (!segment.cascadeIds.some(id => ids.has(id))) return segment
  const kept = [...listJournaled(segment)].filter(([id]) => !ids.has(id))
  return {
    number: segment.number,
    cascadeIds: kept.map(([id]) => id),
    counts: kept.map(([, bytes]) => bytes.byteLength / EVENT_BYTES),
    bytes: Buffer.concat(kept.map(([, bytes]) => bytes))
  }
}

function toColumns({ cascadeIds, counts, bytes }: JournalSegment) {
  return { cascades: JSON.stringify([cascadeIds, counts]), bytes }
}

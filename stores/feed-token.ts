import { createHash } from 'node:crypto'
import type { Selectable } from 'kysely'
import type { FeedRow } from '../ports/tables.ts'

/**
 * The id of a server-sent event: its sequence and a digest of the event. A restored database assigns the same sequences
 * to other events, and the digest tells them apart. Ids of earlier releases have no digest.
 */
interface FeedToken {
  readonly sequence: number
  readonly digest: string | null
}

/** The token of the start of an empty feed. */
export const EMPTY_FEED_TOKEN = '0'
const DIGEST_CHARACTERS = 10

export function digestOf({ outbox_id, created_at }: Pick<Selectable<FeedRow>, 'outbox_id' | 'created_at'>) {
  return createHash('sha256').update(`${outbox_id} ${created_at}`).digest('hex').slice(0, DIGEST_CHARACTERS)
}

export function writeFeedToken(
  row: Pick<Selectable<FeedRow>, 'sequence' | 'outbox_id' | 'created_at'>
): string {
  return `${row.sequence}.${digestOf(row)}`
}

/** Reads a text that matches the pattern of Last-Event-ID in openapi.yaml. */
export function readFeedToken(text: string): FeedToken {
  const [sequence, digest = null] = text.split('.')
  return { sequence: Number(sequence), digest }
}

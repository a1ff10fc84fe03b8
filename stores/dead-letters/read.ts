import { type Kysely, sql } from 'kysely'
import type { Tables } from '../../ports/tables.ts'
import { type Page, type PageRequest, readPageByTime } from '../page.ts'
import type { DeadLetter } from './dead-letter.ts'

export interface DeadLetterFilter {
  readonly queue?: string | undefined
  readonly includeRedriven?: boolean | undefined
}

/** Bytes of a body in lists and answers. `DeadLetters.body` reads the whole body. */
const MAX_PREVIEW_BYTES = 4_096

export async function readDeadLetter(reader: Kysely<Tables>, id: string): Promise<DeadLetter | null> {
  const row = await selectDeadLetters(reader).where('id', '=', id).executeTakeFirst()
  return row === undefined ? null : toDeadLetter(row)
}

export function listDeadLetterRows(
  reader: Kysely<Tables>,
  { queue, includeRedriven = false }: DeadLetterFilter,
  page: PageRequest
): Promise<Page<DeadLetter>> {
  let query = selectDeadLetters(reader)
  if (queue !== undefined) query = query.where('queue', '=', queue)
  if (!includeRedriven) query = query.where('redriven_at', 'is', null)
  return readPageByTime(query, 'created_at', page, toDeadLetter)
}

function selectDeadLetters(reader: Kysely<Tables>) {
  return reader
    .selectFrom('dead_letters')
    .select([
      'id',
      'queue',
      'reason',
      'prediction_id',
      'created_at',
      'redriven_at',
      sql<Uint8Array>`substr(body, 1, ${sql.lit(MAX_PREVIEW_BYTES)})`.as('preview'),
      e => e.fn<number>('octet_length', ['body']).as('body_bytes')
    ])
}

type Row = Awaited<ReturnType<ReturnType<typeof selectDeadLetters>['executeTakeFirstOrThrow']>>

function toDeadLetter(row: Row): DeadLetter {
  return {
    id: row.id,
    queue: row.queue,
    preview: row.preview,
    bodyBytes: Number(row.body_bytes),
    reason: row.reason,
    predictionId: row.prediction_id,
    createdAt: row.created_at,
    redrivenAt: row.redriven_at
  }
}

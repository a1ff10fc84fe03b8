import { type Kysely, sql } from 'kysely'
import type { OutboxKind, Tables } from '../../ports/tables.ts'
import { prepareQuery, type ValueNamed } from '../prepared-query.ts'
import type { OutboxRecord } from './outgoing.ts'

/** Bytes of one batch, which bounds the memory of a relay for each destination. */
export const MAX_BATCH_BYTES = 4_000_000

interface DueRows {
  readonly kind: OutboxKind
  readonly destination: string
  readonly limit: number
  readonly now: number
}

type DueValue = keyof DueRows

/** Builds the queries that a relay repeats, compiled once. */
export function buildDueReader(reader: Kysely<Tables>) {
  /** Takes one step in the index for each destination, however many rows it has. */
  const destinations = prepareQuery<'kind', { destination: string }>(value => {
    const kind = sql`${value('kind')}`
    return {
      compile: () =>
        sql<{ destination: string }>`
          with recursive found (destination) as (
            select min(destination) from outbox where kind = ${kind}
            union all
            select (select min(destination) from outbox where kind = ${kind} and destination > found.destination)
            from found where found.destination is not null
          )
          select destination from found where destination is not null`.compile(reader)
    }
  })

  const due = (value: ValueNamed<DueValue>) =>
    reader
      .selectFrom('outbox')
      .where('kind', '=', value('kind'))
      .where('destination', '=', value('destination'))
      .where('due_at', '<=', value('now'))
      .orderBy('due_at')
      .orderBy('sequence')
      .limit(value('limit'))
  const sized = (value: ValueNamed<DueValue>) =>
    due(value).select(['sequence', 'due_at', sizeOfRow.as('size')])

  const total = prepareQuery((value: ValueNamed<DueValue>) =>
    reader
      .selectFrom(sized(value).as('sized'))
      .select(({ fn }) => [fn.sum<number | null>('size').as('bytes'), fn.max('sequence').as('last')])
  )
  const all = prepareQuery((value: ValueNamed<DueValue | 'last'>) =>
    due(value).selectAll().where('sequence', '<=', value('last'))
  )
  const firstBytes = prepareQuery((value: ValueNamed<DueValue>) => {
    const summed = reader
      .selectFrom(sized(value).as('sized'))
      .select(['sequence', sql<number>`sum(size) over (order by due_at, sequence) - size`.as('before')])
    const chosen = reader
      .selectFrom(summed.as('summed'))
      .select('sequence')
      .where('before', '<', sql.lit(MAX_BATCH_BYTES))
    return reader
      .selectFrom('outbox')
      .selectAll()
      .where('sequence', 'in', chosen)
      .orderBy('due_at')
      .orderBy('sequence')
  })
  const feed = prepareQuery((value: ValueNamed<'now' | 'limit'>) =>
    reader
      .selectFrom('outbox')
      .select('sequence')
      // A literal, so that the database uses the partial index of the feed.
      .where('kind', '=', sql.lit('feed'))
      .where('due_at', '<=', value('now'))
      .orderBy('due_at')
      .orderBy('sequence')
      .limit(value('limit'))
  )

  return {
    async readDestinations(kind: OutboxKind): Promise<readonly string[]> {
      const { rows } = await reader.executeQuery(destinations({ kind }))
      return rows.map(({ destination }) => destination)
    },
    /** Due rows are usually small. Only when they are not, their bytes are summed row by row, which costs more. */
    async readDue(of: DueRows): Promise<readonly OutboxRecord[]> {
      const [found] = (await reader.executeQuery(total(of))).rows
      if (!found || found.last === null) return []
      const { bytes, last } = found
      const isSmall = Number(bytes) < MAX_BATCH_BYTES
      const { rows } = await reader.executeQuery(isSmall ? all({ ...of, last }) : firstBytes(of))
      return rows.map(({ due_at, created_at, ...rest }) => ({
        ...rest,
        dueAt: due_at,
        createdAt: created_at
      }))
    },
    async readFeedSequences(of: Pick<DueRows, 'limit' | 'now'>): Promise<readonly number[]> {
      const { rows } = await reader.executeQuery(feed(of))
      return rows.map(({ sequence }) => sequence)
    }
  }
}

const sizeOfRow = sql<number>`octet_length(payload) + coalesce(octet_length(bytes), 0)`

import { type SelectQueryBuilder, sql } from 'kysely'
import { Failure } from '../ports/errors.ts'

/** One page of a list. `next`: the cursor of the next page, opaque to callers; null: this is the last page. */
export interface Page<Item> {
  readonly items: readonly Item[]
  readonly next: string | null
}

export interface PageRequest {
  /** 1 to 1000. */
  readonly limit: number
  /** The `next` of another page of the same list. */
  readonly cursor?: string | undefined
}

type TimeColumn = 'created_at' | 'updated_at'

/** Reads one page of a query's rows by id, newest first. */
export async function readPageById<
  Tables,
  Names extends keyof Tables,
  Row extends { readonly id: string },
  Item
>(
  query: SelectQueryBuilder<Tables, Names, Row>,
  { limit, cursor }: PageRequest,
  toItem: (row: Row) => Item
): Promise<Page<Item>> {
  const after = cursor === undefined ? query : query.where(sql<boolean>`id < ${cursor}`)
  const rows = await after
    .orderBy(sql.ref('id'), 'desc')
    .limit(limit + 1)
    .execute()
  return mapPage(
    cutPage(rows, limit, row => row.id),
    toItem
  )
}

/** Reads one page of a query's rows by a time, then id, newest first. Throws Failure('invalid-query') for a wrong cursor. */
export async function readPageByTime<
  Tables,
  Names extends keyof Tables,
  Column extends TimeColumn,
  Row extends { readonly id: string } & Readonly<Record<Column, number>>,
  Item
>(
  query: SelectQueryBuilder<Tables, Names, Row>,
  column: Column,
  { limit, cursor }: PageRequest,
  toItem: (row: Row) => Item
): Promise<Page<Item>> {
  const time = sql.ref(column)
  const place = cursor === undefined ? null : readOutcomeCursor(cursor)
  const after =
    place === null
      ? query
      : query.where(sql<boolean>`(${time} < ${place.time} or (${time} = ${place.time} and id < ${place.id}))`)
  const rows = await after
    .orderBy(time, 'desc')
    .orderBy(sql.ref('id'), 'desc')
    .limit(limit + 1)
    .execute()
  return mapPage(
    cutPage(rows, limit, row => `${row[column]}.${row.id}`),
    toItem
  )
}

/** Cuts a page of the first `limit` items. Its cursor is the place of the last one, when more were found. */
export function cutPage<Item>(
  found: readonly Item[],
  limit: number,
  toPlace: (item: Item) => string
): Page<Item> {
  const items = found.slice(0, limit)
  const last = items.at(-1)
  return { items, next: last !== undefined && found.length > limit ? toPlace(last) : null }
}

function mapPage<Row, Item>({ items, next }: Page<Row>, map: (row: Row) => Item): Page<Item> {
  return { items: items.map(map), next }
}

function readOutcomeCursor(cursor: string): { readonly time: number; readonly id: string } {
  const [, time, id] = /^(\d{1,15})\.(.+)$/.exec(cursor) ?? []
  if (time === undefined || id === undefined)
    throw new Failure(
      'invalid-query',
      'the cursor is not one of this list: use `next` of the previous page',
      { field: 'cursor' }
    )
  return { time: Number(time), id }
}

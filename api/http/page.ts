import { Failure } from '../../ports/errors.ts'
import type { OperationId } from './call.ts'

const DEFAULT_LIMIT = 50

interface PageQuery {
  readonly limit?: number
  readonly cursor?: string
}

/** What a page is asked for with. A cursor of another list is refused: Failure('invalid-query'). */
export function readPage(
  list: OperationId,
  { limit = DEFAULT_LIMIT, cursor }: PageQuery
): { readonly limit: number; readonly cursor: string | undefined } {
  if (cursor === undefined) return { limit, cursor }
  const text = Buffer.from(cursor, 'base64url').toString('utf8')
  if (!text.startsWith(`${list} `))
    throw new Failure('invalid-query', 'this is not the `next` of a page of this list', { field: 'cursor' })
  return { limit, cursor: text.slice(list.length + 1) }
}

/** The `next` of a page, from what its store calls the place. */
export function writeNext(list: OperationId, place: string | number | null): string | null {
  return place === null ? null : Buffer.from(`${list} ${place}`).toString('base64url')
}

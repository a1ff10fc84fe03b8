import { Failure } from '../../ports/errors.ts'
import type { Feed } from '../../stores/feed.ts'
import type { OperationId } from './contract.ts'

const DEFAULT_LIMIT = 50

interface PageQuery {
  readonly limit?: number
  readonly cursor?: string
}

/**
 * The cursors of lists. Each names its list, the newest event of the feed when it was written, and a place. A database
 * that was restored since has another event there, or none: its cursor would pass over items in silence.
 */
export interface Pages {
  /**
   * What a page is asked for with. Throws Failure('invalid-query') for what is no cursor of this list, and
   * Failure('invalid-cursor') for a cursor of another history.
   */
  read(
    list: OperationId,
    query: PageQuery
  ): Promise<{ readonly limit: number; readonly cursor: string | undefined }>
  /** The same for a list whose places are numbers. */
  readNumbered(
    list: OperationId,
    query: PageQuery
  ): Promise<{ readonly limit: number; readonly before: number | undefined }>
  /** The `next` of a page, from what its store calls the place. */
  next(list: OperationId, place: string | number | null): Promise<string | null>
}

export function buildPages(feed: Pick<Feed, 'start'>): Pages {
  async function read(list: OperationId, { limit = DEFAULT_LIMIT, cursor }: PageQuery) {
    if (cursor === undefined) return { limit, cursor }
    const { token, place } = readParts(list, cursor)
    const { gap } = await feed.start(token)
    if (gap?.reason === 'unknown-id')
      throw new Failure(
        'invalid-cursor',
        'the list was rebuilt since this cursor was given (the database was restored, or is another): start again without cursor',
        { field: 'cursor' }
      )
    return { limit, cursor: place }
  }

  return {
    read,
    async readNumbered(list, query) {
      const { limit, cursor } = await read(list, query)
      if (cursor === undefined) return { limit, before: undefined }
      if (!/^\d{1,15}$/.test(cursor)) throw notOfList()
      return { limit, before: Number(cursor) }
    },
    async next(list, place) {
      if (place === null) return null
      const { token } = await feed.start(null)
      return Buffer.from(`${list} ${token} ${place}`).toString('base64url')
    }
  }
}

function readParts(list: OperationId, cursor: string): { readonly token: string; readonly place: string } {
  const match = /^(\w+) (\d{1,15}(?:\.[0-9a-f]{10})?) (.+)$/s.exec(
    Buffer.from(cursor, 'base64url').toString('utf8')
  )
  const [, name, token, place] = match ?? []
  if (name === list && token !== undefined && place !== undefined) return { token, place }
  throw notOfList()
}

function notOfList(): Failure {
  return new Failure(
    'invalid-query',
    'this is not the `next` of a page of this list: pass one back unchanged, or start again without cursor',
    { field: 'cursor' }
  )
}

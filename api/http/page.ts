import { Failure } from '../../ports/errors.ts'
import type { Feed } from '../../stores/feed.ts'
import { cutPage, type Page, type PageRequest } from '../../stores/page.ts'
import type { OperationId } from './contract.ts'

const DEFAULT_LIMIT = 50

interface PageQuery {
  readonly limit?: number
  readonly cursor?: string
}

/**
 * Answers requests for a page of a list. A cursor contains its list, the newest event of the feed at the time, and a position.
 * The event detects a database that was restored from a backup, in which the position could skip items.
 */
interface Pages {
  /**
   * Answers a request for a page: `read` finds the items and `represent` converts each one. Throws Failure('invalid-query')
   * if the cursor is not from this list, and Failure('invalid-cursor') if it is from another history of the database.
   */
  answer<Item, Shown>(
    list: OperationId,
    query: PageQuery,
    read: (request: PageRequest) => Promise<Page<Item>>,
    represent: (item: Item) => Shown
  ): Promise<PageAnswer<Shown>>
  /** Does the same for a numbered list, newest first: `read` finds at most `limit` items with a number less than `before`. */
  answerByNumber<Item, Shown>(
    list: OperationId,
    query: PageQuery,
    read: (request: NumberedRequest) => Promise<readonly Item[]>,
    toNumber: (item: Item) => number,
    represent: (item: Item) => Shown
  ): Promise<PageAnswer<Shown>>
}

interface NumberedRequest {
  readonly limit: number
  readonly before?: number
}

interface PageAnswer<Shown> {
  readonly status: 200
  readonly body: { readonly items: Shown[]; readonly next: string | null }
}

export function buildPages(feed: Pick<Feed, 'start'>): Pages {
  async function readCursor(list: OperationId, cursor: string | undefined): Promise<string | undefined> {
    if (cursor === undefined) return undefined
    const { token, position } = readParts(list, cursor)
    const { gap } = await feed.start(token)
    if (gap?.reason === 'unknown-id')
      throw new Failure(
        'invalid-cursor',
        'the database was restored or replaced since this cursor was issued: start again without cursor',
        { field: 'cursor' }
      )
    return position
  }

  async function writeCursor(list: OperationId, position: string | null): Promise<string | null> {
    if (position === null) return null
    const { token } = await feed.start(null)
    return Buffer.from(`${list} ${token} ${position}`).toString('base64url')
  }

  const answer: Pages['answer'] = async (list, { limit = DEFAULT_LIMIT, cursor }, read, represent) => {
    const { items, next } = await read({ limit, cursor: await readCursor(list, cursor) })
    return { status: 200, body: { items: items.map(represent), next: await writeCursor(list, next) } }
  }

  return {
    answer,
    answerByNumber: (list, query, read, toNumber, represent) =>
      answer(
        list,
        query,
        async ({ limit, cursor }) => {
          if (cursor !== undefined && !/^\d{1,15}$/.test(cursor)) throw refuseCursor()
          const before = cursor === undefined ? {} : { before: Number(cursor) }
          return cutPage(await read({ limit: limit + 1, ...before }), limit, item => String(toNumber(item)))
        },
        represent
      )
  }
}

function readParts(list: OperationId, cursor: string): { readonly token: string; readonly position: string } {
  const match = /^(\w+) (\d{1,15}(?:\.[0-9a-f]{10})?) (.+)$/s.exec(
    Buffer.from(cursor, 'base64url').toString('utf8')
  )
  const [, name, token, position] = match ?? []
  if (name === list && token !== undefined && position !== undefined) return { token, position }
  throw refuseCursor()
}

/** Returns the error for a cursor that is not the `next` of a page of the list. */
export function refuseCursor(): Failure {
  return new Failure(
    'invalid-query',
    'cursor must be the unchanged `next` of a page of this list: correct it, or start again without cursor',
    { field: 'cursor' }
  )
}

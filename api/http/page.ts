import { Failure } from '../../ports/errors.ts'

const DEFAULT_LIMIT = 50

interface PageQuery {
  readonly limit?: number
  readonly cursor?: string
}

export function toPageRequest({ limit = DEFAULT_LIMIT, cursor }: PageQuery): {
  readonly limit: number
  readonly cursor?: string
} {
  return cursor === undefined ? { limit } : { limit, cursor }
}

/** For lists numbered by a store that knows no cursors: `before` the number of the last item of the page before. */
export function readNumberCursor({ cursor }: PageQuery): number | undefined {
  if (cursor === undefined) return undefined
  const number = Number(Buffer.from(cursor, 'base64url').toString('latin1'))
  if (!Number.isSafeInteger(number) || number < 1)
    throw new Failure('invalid-query', 'this is not the `next` of a page of this list', { field: 'cursor' })
  return number
}

export function toNumberCursor(number: number): string {
  return Buffer.from(String(number)).toString('base64url')
}

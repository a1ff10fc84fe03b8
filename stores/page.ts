import { Failure } from '../ports/errors.ts'

/** One page of a list. `next` is the cursor of the page after it, null on the last one; opaque to callers. */
export interface Page<Item> {
  readonly items: readonly Item[]
  readonly next: string | null
}

export interface PageRequest {
  /** 1 to 1000. */
  readonly limit: number
  /** A `next` of an earlier page of the same list. */
  readonly cursor?: string | undefined
}

/** The cursor of a list by time, then id. */
export function writeCursor(time: number, id: string): string {
  return `${time}.${id}`
}

/** Throws Failure('invalid-query') for what no list has written. */
export function readCursor(
  cursor: string | undefined
): { readonly time: number; readonly id: string } | null {
  if (cursor === undefined) return null
  const match = /^(\d{1,15})\.(.+)$/.exec(cursor)
  if (!match)
    throw new Failure('invalid-query', 'this cursor was not given by this list', { field: 'cursor' })
  return { time: Number(match[1]), id: match[2]! }
}

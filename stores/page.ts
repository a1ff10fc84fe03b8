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

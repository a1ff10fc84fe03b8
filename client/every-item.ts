/**
 * Yields every item of a list and requests each page when it is needed:
 * `everyItem(cursor => client.predictions.list({ state: 'failed', cursor }))`.
 */
export async function* everyItem<Item>(
  list: (
    cursor: string | undefined
  ) => Promise<{ readonly items: readonly Item[]; readonly next: string | null }>
): AsyncGenerator<Item, void, undefined> {
  let cursor: string | undefined
  for (;;) {
    const { items, next } = await list(cursor)
    yield* items
    if (next === null) return
    cursor = next
  }
}

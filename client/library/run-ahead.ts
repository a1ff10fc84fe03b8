/**
 * Starts work on the items of `source`, at most `maxRunning` at once, and yields the results in the order of the items.
 * Memory holds only the running items, however long the source is.
 */
export async function* runAhead<Item, Result>(
  source: Iterable<Item> | AsyncIterable<Item>,
  maxRunning: number,
  start: (item: Item) => Promise<Result>
): AsyncGenerator<Result> {
  const running: Promise<Result>[] = []
  for await (const item of source) {
    const result = start(item)
    // The failure is thrown when the result is awaited below.
    result.catch(() => {})
    running.push(result)
    if (running.length >= maxRunning) yield await running.shift()!
  }
  yield* running
}

/** Groups consecutive items. A group is full at `maxItems` items or at a total weight of `maxWeight`. */
export async function* batch<Item>(
  source: Iterable<Item> | AsyncIterable<Item>,
  maxItems: number,
  maxWeight: number,
  weigh: (item: Item) => number
): AsyncGenerator<Item[]> {
  let items: Item[] = []
  let weight = 0
  for await (const item of source) {
    items.push(item)
    weight += weigh(item)
    if (items.length < maxItems && weight < maxWeight) continue
    yield items
    items = []
    weight = 0
  }
  if (items.length > 0) yield items
}

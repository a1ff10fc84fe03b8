/**
 * Starts work on each item of `source`, at most `ahead` at once, and gives the results in the order of the items:
 * memory holds what is under way, whatever the length of the source.
 */
export async function* runAhead<Item, Result>(
  source: Iterable<Item> | AsyncIterable<Item>,
  ahead: number,
  start: (item: Item) => Promise<Result>
): AsyncGenerator<Result> {
  const underWay: Promise<Result>[] = []
  for await (const item of source) {
    const result = start(item)
    // Its failure is told when its turn comes.
    result.catch(() => {})
    underWay.push(result)
    if (underWay.length >= ahead) yield await underWay.shift()!
  }
  yield* underWay
}

/** Consecutive items in lists: a list is full at `maxItems` items or at `maxWeight` in all. */
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

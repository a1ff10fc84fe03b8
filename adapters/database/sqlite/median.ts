import type { DatabaseSync } from 'node:sqlite'

const FIRST_CAPACITY = 8

/** Adds the aggregate function `median`: that of the values that are not null, or null. SQLite has none of its own. */
export function addMedian(connection: DatabaseSync): void {
  connection.aggregate<Float64Array>('median', {
    // The number of values, then the values, then free space.
    start: () => new Float64Array(FIRST_CAPACITY),
    step(values, value) {
      if (typeof value !== 'number') return values
      const [count = 0] = values
      const next = count + 1 < values.length ? values : widen(values)
      next[0] = count + 1
      next[count + 1] = value
      return next
    },
    result: values => findMedian(values.subarray(1, 1 + (values[0] ?? 0)))
  })
}

function widen(values: Float64Array): Float64Array {
  const wide = new Float64Array(2 * values.length)
  wide.set(values)
  return wide
}

function findMedian(values: Float64Array): number | null {
  const sorted = values.toSorted()
  const low = sorted[(sorted.length - 1) >> 1]
  const high = sorted[sorted.length >> 1]
  return low === undefined || high === undefined ? null : low + (high - low) / 2
}

/** A text as the buckets of its n-grams, with its class. */
export interface BucketRow {
  readonly label: number
  /** The first `count` are valid. */
  readonly buckets: Uint32Array
  readonly count: number
}

interface BayesOptions {
  readonly classes: number
  readonly bucketCount: number
  /** What is added to each count (Lidstone smoothing). */
  readonly smoothing: number
  /** An n-gram counts at most this often in a text. */
  readonly maxCount: number
}

/** What multinomial naive Bayes learned from texts. */
interface BayesCounts {
  readonly options: BayesOptions
  /** How often class c has bucket b, at b * classes + c. */
  readonly counts: Float32Array
  /** The sum of the counts of each class. */
  readonly totals: Float64Array
}

/** Counts n-grams by class. Rows are read one after the other, so a row may be reused for the next. Cost O(n-grams). */
export function countNgrams(rows: Iterable<BucketRow>, options: BayesOptions): BayesCounts {
  const { classes, bucketCount, maxCount } = options
  const counts = new Float32Array(bucketCount * classes)
  const totals = new Float64Array(classes)
  const seen = new Uint8Array(bucketCount)
  for (const { label, buckets, count } of rows) {
    for (let at = 0; at < count; at++) {
      const bucket = buckets[at]
      if (seen[bucket] === maxCount) continue
      seen[bucket]++
      counts[bucket * classes + label]++
      totals[label]++
    }
    for (let at = 0; at < count; at++) seen[buckets[at]] = 0
  }
  return { options, counts, totals }
}

/** The score of a class is the sum of the weights of a text's n-grams, less the offset of the class for each n-gram. */
export interface BayesWeights {
  /** Of bucket b in class c at b * classes + c. 0 if no text of the class had the bucket. */
  readonly weights: Float32Array
  readonly offsets: Float32Array
}

/** The logarithms of the probabilities of n-grams, with equal priors of the classes. Cost O(weights). */
export function weighNgrams({ options, counts, totals }: BayesCounts): BayesWeights {
  const { bucketCount, smoothing } = options
  const weights = new Float32Array(counts.length)
  for (let at = 0; at < weights.length; at++)
    if (counts[at] > 0) weights[at] = Math.log1p(counts[at] / smoothing)
  return {
    weights,
    offsets: Float32Array.from(totals, total => Math.log(total + smoothing * bucketCount))
  }
}

/**
 * What the sum of the weights of a text's own class loses if the text is taken out of the counts: a text that was counted seems
 * far more certain than a new one. Not positive. The totals are taken as they are. `text` is one of the counted rows.
 */
export function leaveOut({ options, counts }: BayesCounts, { label, buckets, count }: BucketRow): number {
  const { classes, smoothing, maxCount } = options
  const own = new Map<number, number>()
  for (let at = 0; at < count; at++) own.set(buckets[at], Math.min((own.get(buckets[at]) ?? 0) + 1, maxCount))
  let sum = 0
  for (let at = 0; at < count; at++) {
    const all = counts[buckets[at] * classes + label]
    const left = Math.max(0, all - (own.get(buckets[at]) ?? 0))
    sum += Math.log((left + smoothing) / (all + smoothing))
  }
  return sum
}

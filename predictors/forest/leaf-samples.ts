import type { Matrix } from './matrix.ts'
import { findLeaves } from './predict.ts'
import type { SortedValues } from './quantiles.ts'
import { codesFor } from './ranks.ts'
import { checkLeafRows, countTrees, type Trees } from './trees.ts'

/** Some values, rising, and what each weighs (more than 0; 1 in all). */
export interface WeightedValues {
  readonly values: Float64Array
  readonly weights: Float64Array
}

/** The training rows in each query's leaves, as values: see collect. */
export interface LeafSamples {
  /**
   * The values of the training rows that share a leaf with the query, weighing as LeafWeights says, equal rows once.
   * Cost O(trees * rows in a leaf), nothing by the number of training rows but 1/32 step each.
   */
  collect(query: number): WeightedValues
}

/**
 * What LeafWeights gives, sparse and sorted: for quantiles of queries one after the other, where most training rows
 * weigh nothing. `sorted`: a value for each training row. TypeError when the trees kept no leaf rows.
 */
export function buildLeafSamples(trees: Trees, queries: Matrix, sorted: SortedValues): LeafSamples {
  checkLeafRows(trees)
  const treeCount = countTrees(trees)
  const leaves = findLeaves(trees, queries)
  const { links, leafRows, rows } = trees
  const { values, order } = sorted
  const rankOf = new (codesFor(rows))(rows)
  for (let rank = 0; rank < rows; rank++) rankOf[order[rank]!] = rank
  const weightOf = new Float64Array(rows)
  // A bit for each rank that has been touched, a bit for each word of those that has any.
  const touched = new Int32Array((rows >>> 5) + 1)
  const touchedWords = new Int32Array((touched.length >>> 5) + 1)
  const found = new Uint32Array(rows)

  function addLeaf(leaf: number): void {
    const start = links[leaf]! + 1
    const count = leafRows[start - 1]!
    const share = 1 / (count * treeCount)
    for (let i = start; i < start + count; i++) {
      const rank = rankOf[leafRows[i]!]!
      weightOf[rank]! += share
      const word = rank >>> 5
      touched[word]! |= 1 << (rank & 31)
      touchedWords[word >>> 5]! |= 1 << (word & 31)
    }
  }

  /** Writes the touched ranks, rising, into `found` and clears their bits; returns how many. */
  function takeTouched(): number {
    let count = 0
    for (let group = 0; group < touchedWords.length; group++) {
      for (let words = touchedWords[group]!; words !== 0; words &= words - 1) {
        const word = group * 32 + lowestBit(words)
        for (let bits = touched[word]!; bits !== 0; bits &= bits - 1)
          found[count++] = word * 32 + lowestBit(bits)
        touched[word] = 0
      }
      touchedWords[group] = 0
    }
    return count
  }

  return {
    collect(query) {
      for (let t = 0; t < treeCount; t++) addLeaf(leaves[query * treeCount + t]!)
      const count = takeTouched()
      const collected = { values: new Float64Array(count), weights: new Float64Array(count) }
      for (let i = 0; i < count; i++) {
        const rank = found[i]!
        collected.values[i] = values[order[rank]!]!
        collected.weights[i] = weightOf[rank]!
        weightOf[rank] = 0
      }
      return collected
    }
  }
}

function lowestBit(word: number): number {
  return 31 - Math.clz32(word & -word)
}

/**
 * For each of the rising `shares` the least value at which the values so far hold at least that share of all weight.
 * NaN when there are no values. Cost O(values).
 */
export function findQuantiles({ values, weights }: WeightedValues, shares: readonly number[]): number[] {
  let total = 0
  for (let i = 0; i < weights.length; i++) total += weights[i]!
  let sum = 0
  let next = -1
  return shares.map(share => {
    while (next < values.length - 1 && (next < 0 || sum < share * total)) sum += weights[++next]!
    return next < 0 ? NaN : values[next]!
  })
}

import type { Matrix } from './matrix.ts'
import { findBags } from './out-of-bag.ts'
import { findLeaves } from './predict.ts'
import { codesFor } from './ranks.ts'
import { checkLeafRows, countTrees, type Forest, type Trees } from './trees.ts'

/** Some training rows with their weights (above 0). `ranks`: their positions in an order of all rows, ascending. */
export interface LeafSample {
  readonly ranks: Uint32Array
  readonly weights: Float64Array
}

/**
 * The weights of training rows for a query (N. Meinshausen, Quantile Regression Forests, JMLR 2006). In every tree the distinct
 * rows in the query's leaf share the weight 1 / trees equally, however often each was drawn.
 */
export interface LeafSamples {
  /**
   * The distinct training rows that share a leaf with the query. Their total weight is `share`.
   * Cost O(trees * rows in a leaf), plus 1/32 step for each training row.
   */
  collect(query: number, share: number): LeafSample
  /** The median of the answers of the trees. NaN if no tree answers. Cost O(trees log trees). */
  median(query: number): number
}

/**
 * Leaf samples for the rows of `queries`. `order`: the training rows in ascending order of value, so that quantiles need no
 * sorting. Throws a TypeError if the trees have no leaf rows. Errors and cost: see findLeaves.
 */
export function buildLeafSamples(trees: Trees, queries: Matrix, order: Uint32Array): LeafSamples {
  checkLeafRows(trees)
  const treeCount = countTrees(trees)
  const leaves = findLeaves(trees, queries)
  const gatherer = buildGatherer(trees, order)
  return {
    collect(query, share) {
      for (let t = 0; t < treeCount; t++) gatherer.add(leaves[query * treeCount + t], share / treeCount)
      return gatherer.take()
    },
    median: query =>
      medianOf(
        Float64Array.from({ length: treeCount }, (_, t) => trees.thresholds[leaves[query * treeCount + t]])
      )
  }
}

/**
 * Leaf samples for the training rows (`queries` is the training matrix), from the trees that were not trained on the row. The
 * sample of a row that every tree was trained on is empty. Errors: see buildLeafSamples.
 */
export function buildOutOfBagSamples(forest: Forest, queries: Matrix, order: Uint32Array): LeafSamples {
  checkLeafRows(forest)
  const treeCount = countTrees(forest)
  const leaves = findLeaves(forest, queries)
  const isInBag = findBags(forest)
  const gatherer = buildGatherer(forest, order)
  return {
    collect(query, share) {
      let unseen = 0
      for (let t = 0; t < treeCount; t++) unseen += 1 - isInBag[t * forest.rows + query]
      for (let t = 0; t < treeCount; t++)
        if (isInBag[t * forest.rows + query] === 0)
          gatherer.add(leaves[query * treeCount + t], share / unseen)
      return gatherer.take()
    },
    median(query) {
      const answers: number[] = []
      for (let t = 0; t < treeCount; t++)
        if (isInBag[t * forest.rows + query] === 0)
          answers.push(forest.thresholds[leaves[query * treeCount + t]])
      return medianOf(Float64Array.from(answers))
    }
  }
}

function medianOf(answers: Float64Array): number {
  answers.sort()
  const middle = answers.length >> 1
  if (answers.length === 0) return NaN
  return answers.length % 2 === 1 ? answers[middle] : (answers[middle - 1] + answers[middle]) / 2
}

/** Accumulates the weights of leaves. `take` returns them as a sparse sample by rank and resets the sums. */
function buildGatherer({ links, leafRows, rows }: Trees, order: Uint32Array) {
  const rankOf = new (codesFor(rows))(rows)
  for (let rank = 0; rank < rows; rank++) rankOf[order[rank]] = rank
  const weightOf = new Float64Array(rows)
  // `touched` has a bit for each rank with a weight; `touchedWords` has a bit for each word of `touched` that is not 0.
  const touched = new Int32Array((rows >>> 5) + 1)
  const touchedWords = new Int32Array((touched.length >>> 5) + 1)
  const found = new Uint32Array(rows)

  /** Writes the touched ranks to `found` in ascending order and clears their bits. Returns their number. */
  function takeTouched(): number {
    let count = 0
    for (let group = 0; group < touchedWords.length; group++) {
      for (let words = touchedWords[group]; words !== 0; words &= words - 1) {
        const word = group * 32 + lowestBit(words)
        for (let bits = touched[word]; bits !== 0; bits &= bits - 1)
          found[count++] = word * 32 + lowestBit(bits)
        touched[word] = 0
      }
      touchedWords[group] = 0
    }
    return count
  }

  return {
    add(leaf: number, share: number): void {
      const start = links[leaf] + 1
      const count = leafRows[start - 1]
      const each = share / count
      for (let i = start; i < start + count; i++) {
        const rank = rankOf[leafRows[i]]
        weightOf[rank] += each
        const word = rank >>> 5
        touched[word] |= 1 << (rank & 31)
        touchedWords[word >>> 5] |= 1 << (word & 31)
      }
    },
    take(): LeafSample {
      const count = takeTouched()
      const ranks = found.slice(0, count)
      const weights = new Float64Array(count)
      for (let i = 0; i < count; i++) {
        weights[i] = weightOf[ranks[i]]
        weightOf[ranks[i]] = 0
      }
      return { ranks, weights }
    }
  }
}

function lowestBit(word: number): number {
  return 31 - Math.clz32(word & -word)
}

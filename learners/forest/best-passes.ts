import { type Bag, type NodeRows, partitionStable } from './grow.ts'
import { codesFor } from './ranks.ts'

/** The passes of a search for best splits over the rows of a node. The rows stay sorted by every column. */
export interface BestPasses {
  /** Reads the rows of the bag. Called once for each tree. */
  start(): void
  /**
   * Finds the best split of `column` with a score above `minScore` and at least `minLeaf` rows on each side. Returns the index,
   * from the start of the node, of the last row on the left side, or -1 if there is no such split.
   * Score: (sum_L - sum w_L/w)^2 / (w_L w_R).
   */
  scan(node: NodeRows, column: number, minLeaf: number, minScore: number): number
  /** The score of the split that the last scan found. */
  score(): number
  /** The code in `column` of the row at `place` of the node. */
  codeAt(node: NodeRows, column: number, place: number): number
  /** Moves the rows of every column to the side that bag.isLeft states. Both sides keep their order. */
  partition(node: NodeRows): void
}

/** The passes in plain TypeScript. They run where SIMD is not available, and tests compare the SIMD passes with them. */
export function buildPlainPasses(bag: Bag): BestPasses {
  const { matrix, weights, sums } = bag
  const { codes, columns } = matrix
  const orders = new (codesFor(matrix.rows))(matrix.rows * columns)
  let bestScore = 0
  return {
    start() {
      for (let c = 0; c < columns; c++) {
        let next = c * matrix.rows
        for (let i = c * matrix.rows; i < (c + 1) * matrix.rows; i++) {
          const row = matrix.orders[i]
          orders[next] = row
          if (weights[row] > 0) next++
        }
      }
    },
    scan({ begin, end, sum, weight }, column, minLeaf, minScore) {
      const offset = column * matrix.rows
      const first = offset + begin
      let leftWeight = 0
      let leftSum = 0
      for (let i = first; i < first + minLeaf - 1; i++) {
        leftWeight += weights[orders[i]]
        leftSum += sums[orders[i]]
      }
      const mean = sum / weight
      let bestAt = -1
      bestScore = minScore
      for (let i = first + minLeaf - 1; i < offset + end - minLeaf; i++) {
        const row = orders[i]
        leftWeight += weights[row]
        leftSum += sums[row]
        const excess = leftSum - mean * leftWeight
        const score = (excess * excess) / (leftWeight * (weight - leftWeight))
        if (score > bestScore && codes[offset + row] !== codes[offset + orders[i + 1]]) {
          bestScore = score
          bestAt = i - first
        }
      }
      return bestAt
    },
    score: () => bestScore,
    codeAt: ({ begin }, column, place) => {
      const offset = column * matrix.rows
      return codes[offset + orders[offset + begin + place]]
    },
    partition({ begin, end }) {
      for (let c = 0; c < columns; c++) {
        const offset = c * matrix.rows
        partitionStable(orders, offset + begin, offset + end, bag.isLeft, bag.right)
      }
    }
  }
}

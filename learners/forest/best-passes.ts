import { type Bag, type NodeRows, partitionStable } from './grow.ts'
import { codesFor } from './ranks.ts'

/** What a search for best splits does with the rows of a node, which it keeps sorted by every column. */
export interface BestPasses {
  /** Takes the rows in the bag: once a tree. */
  start(): void
  /**
   * The place, from the node's beginning, of the last row that the best split of `column` sends left: of those whose score
   * is above `least` and that leave `minLeaf` rows on either side. -1 when there is none.
   * Score: (sum_L - sum w_L/w)^2 / (w_L w_R).
   */
  scan(node: NodeRows, column: number, minLeaf: number, least: number): number
  /** That of the split found last. */
  score(): number
  /** The code in `column` of the row at `place` of the node. */
  codeAt(node: NodeRows, column: number, place: number): number
  /** Sends the rows of every column to their side, by bag.isLeft, order kept on both. */
  partition(node: NodeRows): void
}

/** The passes as one would write them: what the faster form is checked against, and what runs where that cannot. */
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
    scan({ begin, end, sum, weight }, column, minLeaf, least) {
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
      bestScore = least
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

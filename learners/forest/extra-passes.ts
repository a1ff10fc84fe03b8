import { type Bag, isAtMost, type NodeRows } from './grow.ts'
import { codesFor } from './ranks.ts'

/** The two passes of an extremely randomised split over the rows of a node. The results are valid until the next pass. */
interface ExtraPasses {
  /** Reads the rows, weights and sums of a node. Called once for each node. */
  enter(node: NodeRows): void
  /** Reads the codes of a node in a column, and their minimum and maximum. */
  gather(column: number): void
  least(): number
  greatest(): number
  /** Computes count, weight and sum of the rows whose code, in the last gathered column, is at most `cut`. */
  sumLeft(cut: number): void
  leftCount(): number
  leftWeight(): number
  leftSum(): number
}

export function buildPlainPasses(bag: Bag): ExtraPasses {
  const { matrix, rows, weights, sums } = bag
  const { codes } = matrix
  const found = new (codesFor(matrix.rows))(matrix.rows)
  const nodeWeights = new Int32Array(matrix.rows)
  const nodeSums = new Float64Array(matrix.rows)
  let [begin, count, least, greatest, leftCount, leftWeight, leftSum] = [0, 0, 0, 0, 0, 0, 0]
  return {
    enter(node) {
      begin = node.begin
      count = node.end - begin
      for (let i = 0; i < count; i++) {
        nodeWeights[i] = weights[rows[begin + i]]
        nodeSums[i] = sums[rows[begin + i]]
      }
    },
    gather(column) {
      const offset = column * matrix.rows
      least = 0x7fffffff
      greatest = -1
      for (let i = 0; i < count; i++) {
        const code = codes[offset + rows[begin + i]]
        found[i] = code
        if (code < least) least = code
        if (code > greatest) greatest = code
      }
    },
    sumLeft(cut) {
      leftCount = 0
      leftWeight = 0
      leftSum = 0
      for (let i = 0; i < count; i++) {
        const isLeft = isAtMost(found[i], cut)
        leftCount += isLeft
        leftWeight += nodeWeights[i] & -isLeft
        leftSum += isLeft * nodeSums[i]
      }
    },
    least: () => least,
    greatest: () => greatest,
    leftCount: () => leftCount,
    leftWeight: () => leftWeight,
    leftSum: () => leftSum
  }
}

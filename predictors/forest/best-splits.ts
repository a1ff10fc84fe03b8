import type { Random } from '../random.ts'
import { type Bag, type NodeRows, partitionStable, type Split, type Splitter } from './grow.ts'
import { codesFor } from './ranks.ts'

/**
 * Best splits (L. Breiman, Machine Learning 45, 2001): every threshold half way between two neighbouring values. The
 * rows of every column stay sorted within each node, by stable partitions, so none is ever sorted again.
 * Cost O(rows in the node) a column considered, and as much a column for keeping the order.
 */
export function buildBestSplitter(bag: Bag, minLeaf: number): Splitter {
  const { matrix, weights, sums } = bag
  const { codes, distinct, starts, columns } = matrix
  const orders = new (codesFor(matrix.rows))(matrix.rows * columns)

  function start(): void {
    for (let c = 0; c < columns; c++) {
      let next = c * matrix.rows
      for (let i = c * matrix.rows; i < (c + 1) * matrix.rows; i++) {
        const row = matrix.orders[i]!
        orders[next] = row
        if (weights[row]! > 0) next++
      }
    }
  }

  function consider(node: NodeRows, column: number, _random: Random, best: Split): boolean {
    const offset = column * matrix.rows
    const last = offset + node.end - 1
    const first = offset + node.begin
    if (codes[offset + orders[first]!] === codes[offset + orders[last]!]) return false
    let leftWeight = 0
    let leftSum = 0
    for (let i = first; i < first + minLeaf - 1; i++) {
      leftWeight += weights[orders[i]!]!
      leftSum += sums[orders[i]!]!
    }
    // measureGain, less its constant factor.
    const mean = node.sum / node.weight
    let bestExcess = best.gain / node.weight
    let bestAt = -1
    for (let i = first + minLeaf - 1; i <= last - minLeaf; i++) {
      const row = orders[i]!
      leftWeight += weights[row]!
      leftSum += sums[row]!
      const excess = leftSum - mean * leftWeight
      const score = (excess * excess) / (leftWeight * (node.weight - leftWeight))
      if (score > bestExcess && codes[offset + row] !== codes[offset + orders[i + 1]!]) {
        bestExcess = score
        bestAt = i
      }
    }
    if (bestAt >= 0) {
      const cut = codes[offset + orders[bestAt]!]!
      const low = distinct[starts[column]! + cut]!
      const high = distinct[starts[column]! + codes[offset + orders[bestAt + 1]!]!]!
      const middle = low + (high - low) / 2
      best.column = column
      best.cut = cut
      best.threshold = middle < high ? middle : low
      best.gain = bestExcess * node.weight
    }
    return true
  }

  function partition(node: NodeRows): void {
    for (let c = 0; c < columns; c++) {
      const offset = c * matrix.rows
      partitionStable(orders, offset + node.begin, offset + node.end, bag.isLeft, bag.right)
    }
  }

  return { start, enter() {}, consider, partition }
}

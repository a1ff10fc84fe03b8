/*
AssemblyScript. `npm run compile:assembly` compiles this file to WebAssembly; ../extra-splits.generated.ts contains the result
in base64.

Purpose: the inner loops of a tree with extremely randomised splits. search() draws columns and one threshold in each, and
stores the best split. partition() splits the rows of a node. buildPlainSplitter in ../extra-splits.ts does the same in plain
TypeScript: read it first. Both give bit-identical splits, which a test checks.

Memory (../extra-splits-simd.ts allocates it and passes the addresses after the results, see ../memory-layout.ts):

    results, scratch | sums    | weights           | found                 | values         | rows    | columns
    256 bytes        | float64 | int32 1, weight   | GROUP float64 a row   | row by row     | uint32  | int32: shuffled
                       by place  by place            values of the group     float64           by place  as columns are drawn

"By place": in the order of the node's rows, which partition() changes. A node is a range of places.
A search processes GROUP columns at a time, two in each v128. It draws all four as if none of them were constant in the node. If
one is constant, it undoes the draws after it (undrawAfter). So the random stream is the same as if columns were drawn one by
one.

Invariants: weight and count of the left side share one int64 sum, so each is below 2^31. Sums are exact in any order
(../grow.ts). seed() sets the state of ../../random.ts before each tree.
Caller: ../extra-splits-simd.ts, with one instance for each matrix and thread.
State: the memory belongs to one thread. Nothing survives a crash.
*/
import { GAIN, GROUP, LEFT_SUM, LEFT_WEIGHT, PICKS, SHARES, STATES, THRESHOLD } from '../memory-layout.ts'

// The state of the generator of ../../random.ts.
let a: u32 = 0
let b: u32 = 0
let c: u32 = 0
let d: u32 = 0

export function seed(stateA: u32, stateB: u32, stateC: u32, stateD: u32): void {
  a = stateA
  b = stateB
  c = stateC
  d = stateD
}

function draw(): u32 {
  const result = rotl<u32>(b * 5, 7) * 9
  const shifted = b << 9
  c ^= a
  d ^= b
  b ^= c
  a ^= d
  c ^= shifted
  d = rotl<u32>(d, 11)
  return result
}

function uniform(): f64 {
  const high = <f64>(draw() >> 5)
  return (high * 67108864.0 + <f64>(draw() >> 6)) / 9007199254740992.0
}

function swap(columns: usize, one: i32, other: i32): void {
  const oneAt = columns + ((<usize>one) << 2)
  const otherAt = columns + ((<usize>other) << 2)
  const column = load<i32>(oneAt)
  store<i32>(oneAt, load<i32>(otherAt))
  store<i32>(otherAt, column)
}

/** Draws `size` further columns, and a share for each, as if none of them were constant. */
function drawGroup(columns: usize, columnCount: i32, drawn: i32, size: i32): void {
  for (let i = 0; i < size; i++) {
    const place = drawn + i
    const pick = place + <i32>(uniform() * <f64>(columnCount - place))
    swap(columns, place, pick)
    store<i32>(PICKS + ((<usize>i) << 2), pick)
    const state = STATES + ((<usize>i) << 4)
    store<u32>(state, a)
    store<u32>(state, b, 4)
    store<u32>(state, c, 8)
    store<u32>(state, d, 12)
    store<f64>(SHARES + ((<usize>i) << 3), uniform())
  }
}

/** Undoes the draws after column `last` of the group. That column is constant, so it needs no share. */
function undrawAfter(columns: usize, drawn: i32, size: i32, last: i32): void {
  for (let i = size - 1; i > last; i--) swap(columns, drawn + i, load<i32>(PICKS + ((<usize>i) << 2)))
  const state = STATES + ((<usize>last) << 4)
  seed(load<u32>(state), load<u32>(state, 4), load<u32>(state, 8), load<u32>(state, 12))
}

/**
 * Draws columns and a threshold in each. Stores the best split and returns its column, or -1. `values`: by row, `columnCount`
 * numbers each. `rows`: the row numbers of the node. `weights`: for each of these rows two int32, 1 and its weight. `sums`: for
 * each of these rows its sum. `found`: scratch memory for four numbers for each row.
 */
export function search(
  values: usize,
  columns: usize,
  columnCount: i32,
  wanted: i32,
  rows: usize,
  weights: usize,
  sums: usize,
  found: usize,
  count: i32,
  minLeaf: i32,
  weight: f64,
  sum: f64
): i32 {
  const stride = (<usize>columnCount) << 3
  const rowsEnd = rows + ((<usize>count) << 2)
  const weightsEnd = weights + ((<usize>count) << 3)
  const mean = sum / weight
  let best = -1
  let bestGain: f64 = -1
  let varying = 0
  let drawn = 0
  while (drawn < columnCount && (drawn < wanted || varying === 0)) {
    const size = min(GROUP, drawn < wanted ? wanted - drawn : 1)
    drawGroup(columns, columnCount, drawn, size)
    const group = columns + ((<usize>drawn) << 2)
    // If the group is not full, the other lanes repeat its first column.
    const baseA = values + ((<usize>load<u32>(group)) << 3)
    const baseB = size > 1 ? values + ((<usize>load<u32>(group, 4)) << 3) : baseA
    const baseC = size > 2 ? values + ((<usize>load<u32>(group, 8)) << 3) : baseA
    const baseD = size > 3 ? values + ((<usize>load<u32>(group, 12)) << 3) : baseA

    let row = <usize>load<u32>(rows) * stride
    let leastA = v128.load_lane<f64>(baseB + row, v128.load64_zero(baseA + row), 1)
    let leastC = v128.load_lane<f64>(baseD + row, v128.load64_zero(baseC + row), 1)
    let greatestA = leastA
    let greatestC = leastC
    let to = found
    for (let at = rows; at < rowsEnd; at += 4) {
      row = <usize>load<u32>(at) * stride
      const first = v128.load_lane<f64>(baseB + row, v128.load64_zero(baseA + row), 1)
      const second = v128.load_lane<f64>(baseD + row, v128.load64_zero(baseC + row), 1)
      v128.store(to, first)
      v128.store(to, second, 16)
      leastA = f64x2.pmin(leastA, first)
      leastC = f64x2.pmin(leastC, second)
      greatestA = f64x2.pmax(greatestA, first)
      greatestC = f64x2.pmax(greatestC, second)
      to += 32
    }
    const varyA = f64x2.lt(leastA, greatestA)
    const varyC = f64x2.lt(leastC, greatestC)
    const vary = i64x2.bitmask(varyA) | (i64x2.bitmask(varyC) << 2)
    let usable = ctz(~vary)
    if (usable < size) {
      undrawAfter(columns, drawn, size, usable)
      drawn += usable + 1
    } else {
      usable = size
      drawn += size
    }
    if (usable === 0) continue
    varying += usable

    const rangeA = f64x2.sub(greatestA, leastA)
    const rangeC = f64x2.sub(greatestC, leastC)
    let limitA = f64x2.add(leastA, f64x2.mul(v128.load(SHARES), rangeA))
    let limitC = f64x2.add(leastC, f64x2.mul(v128.load(SHARES, 16), rangeC))
    limitA = v128.bitselect(limitA, leastA, f64x2.lt(limitA, greatestA))
    limitC = v128.bitselect(limitC, leastC, f64x2.lt(limitC, greatestC))
    let weighedA = i64x2.splat(0)
    let weighedC = i64x2.splat(0)
    let sumA = f64x2.splat(0)
    let sumC = f64x2.splat(0)
    let from = found
    let sumAt = sums
    for (let at = weights; at < weightsEnd; at += 8) {
      const isLeftA = f64x2.le(v128.load(from), limitA)
      const isLeftC = f64x2.le(v128.load(from, 16), limitC)
      const own = v128.load64_splat(at)
      const ownSum = v128.load64_splat(sumAt)
      weighedA = i64x2.add(weighedA, v128.and(isLeftA, own))
      weighedC = i64x2.add(weighedC, v128.and(isLeftC, own))
      sumA = f64x2.add(sumA, v128.and(isLeftA, ownSum))
      sumC = f64x2.add(sumC, v128.and(isLeftC, ownSum))
      from += 32
      sumAt += 8
    }
    for (let i = 0; i < usable; i++) {
      const both = i64x2.extract_lane(weighedA, 0)
      const leftSum = f64x2.extract_lane(sumA, 0)
      const threshold = f64x2.extract_lane(limitA, 0)
      // Move the next lane to the front.
      weighedA = i64x2.shuffle(weighedA, weighedC, 1, 2)
      weighedC = i64x2.shuffle(weighedC, weighedC, 1, 1)
      sumA = i64x2.shuffle(sumA, sumC, 1, 2)
      sumC = i64x2.shuffle(sumC, sumC, 1, 1)
      limitA = i64x2.shuffle(limitA, limitC, 1, 2)
      limitC = i64x2.shuffle(limitC, limitC, 1, 1)
      const leftCount = <i32>both
      if (leftCount < minLeaf || count - leftCount < minLeaf) continue
      const leftWeight = <f64>(<i32>(both >> 32))
      const excess = leftSum - mean * leftWeight
      const gain = (excess * excess * weight) / (leftWeight * (weight - leftWeight))
      if (gain > bestGain) {
        best = load<i32>(group + ((<usize>i) << 2))
        bestGain = gain
        store<f64>(THRESHOLD, threshold)
        store<f64>(LEFT_WEIGHT, leftWeight)
        store<f64>(LEFT_SUM, leftSum)
      }
    }
  }
  store<f64>(GAIN, bestGain)
  return best
}

/**
 * Moves the rows of the node whose value in `column` is at most `threshold` to the front, with their weights and sums. Both
 * sides keep their order. Returns the number of rows moved. `right`: scratch memory of 20 bytes for each row.
 */
export function partition(
  values: usize,
  columnCount: i32,
  column: i32,
  threshold: f64,
  rows: usize,
  weights: usize,
  sums: usize,
  right: usize,
  count: i32
): i32 {
  const stride = (<usize>columnCount) << 3
  const base = values + ((<usize>column) << 3)
  const rightSums = right + ((<usize>count) << 3)
  const rightRows = rightSums + ((<usize>count) << 3)
  let left: usize = 0
  let others: usize = 0
  for (let i: usize = 0; i < <usize>count; i++) {
    const row = load<u32>(rows + (i << 2))
    const weight = load<i64>(weights + (i << 3))
    const sum = load<f64>(sums + (i << 3))
    const isLeft = <usize>(load<f64>(base + <usize>row * stride) <= threshold)
    store<u32>(rows + (left << 2), row)
    store<i64>(weights + (left << 3), weight)
    store<f64>(sums + (left << 3), sum)
    store<u32>(rightRows + (others << 2), row)
    store<i64>(right + (others << 3), weight)
    store<f64>(rightSums + (others << 3), sum)
    left += isLeft
    others += 1 - isLeft
  }
  memory.copy(rows + (left << 2), rightRows, others << 2)
  memory.copy(weights + (left << 3), right, others << 3)
  memory.copy(sums + (left << 3), rightSums, others << 3)
  return <i32>left
}

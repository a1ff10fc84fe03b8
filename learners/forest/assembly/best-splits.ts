/*
AssemblyScript. `npm run compile:assembly` compiles this file to WebAssembly; ../best-splits.generated.ts contains the result in
base64.

Purpose: the two inner loops of a tree with best splits. scan() finds the best threshold of one column in one node.
partitionColumns() splits the rows of a node in every column and keeps their order. ../best-passes.ts contains the same two
passes in plain TypeScript: read it first. Both give bit-identical splits, which a test checks.

Memory (../best-passes-simd.ts allocates it and passes all addresses except SCORE):

    SCORE | shuffles        | records            | others  | flags  | codes             | orders
          | 256 x 16 bytes  | by row: weight,sum | scratch | by row | column by column  | column by column
                              float64 each                   1 byte   uint16, by row      uint16: row numbers

Each column of `orders` contains the rows sorted by their codes. A node is the same range in every column, so its children are
the two parts of that range after a partition:

    column 0   | 7 2 9 4 1 | 3 8 6 |         a node is begin..end in every column
    column 1   | 9 1 7 2 4 | 6 3 8 |         the same rows, in the order of another column

Invariants: row numbers and codes fit in 16 bits. There are 16 spare bytes after `orders` and 8 spare numbers after the rows in
`others`, because loads and stores process 8 numbers at a time. Sums are exact in any order (../grow.ts).
Caller: ../best-passes-simd.ts, with one instance for each bag of rows.
State: the memory belongs to one training on one thread. Nothing survives a crash.
*/
import { SCORE } from '../memory-layout.ts'

/**
 * Partitions `count` row numbers at `rows`: first those whose flag is 1, then the others, each in their order. It moves eight
 * numbers at a time by a table of byte shuffles with one entry for each pattern of eight flags. It writes up to 16 bytes after
 * the rows and restores them. `others` is scratch memory for `count` + 8 numbers.
 */
function partition(rows: usize, count: i32, flags: usize, shuffles: usize, others: usize): void {
  const end = rows + ((<usize>count) << 1)
  const beyond = v128.load(end)
  let left = rows
  let right = others
  for (let at = rows; at < end; at += 16) {
    const eight = v128.load(at)
    let flag = v128.load8_splat(flags + load<u16>(at))
    flag = v128.load_lane<u8>(flags + load<u16>(at, 2), flag, 1)
    flag = v128.load_lane<u8>(flags + load<u16>(at, 4), flag, 2)
    flag = v128.load_lane<u8>(flags + load<u16>(at, 6), flag, 3)
    flag = v128.load_lane<u8>(flags + load<u16>(at, 8), flag, 4)
    flag = v128.load_lane<u8>(flags + load<u16>(at, 10), flag, 5)
    flag = v128.load_lane<u8>(flags + load<u16>(at, 12), flag, 6)
    flag = v128.load_lane<u8>(flags + load<u16>(at, 14), flag, 7)
    const inside = end - at < 16 ? (1 << (<i32>((end - at) >>> 1))) - 1 : 255
    const isLeft = i8x16.bitmask(i8x16.neg(flag)) & inside
    const isRight = ~isLeft & inside
    v128.store(left, i8x16.swizzle(eight, v128.load(shuffles + ((<usize>isLeft) << 4))))
    v128.store(right, i8x16.swizzle(eight, v128.load(shuffles + ((<usize>isRight) << 4))))
    left += (<usize>i32.popcnt(isLeft)) << 1
    right += (<usize>i32.popcnt(isRight)) << 1
  }
  for (let at = others; at < right; at += 16) v128.store(left + (at - others), v128.load(at))
  v128.store(end, beyond)
}

/** Partitions the rows of one node in every column. `stride`: the distance between two columns in bytes. */
export function partitionColumns(
  rows: usize,
  columns: i32,
  stride: usize,
  count: i32,
  flags: usize,
  shuffles: usize,
  others: usize
): void {
  for (let c = 0; c < columns; c++, rows += stride) partition(rows, count, flags, shuffles, others)
}

/**
 * Finds the best split of `count` sorted rows. Returns the index of the last row on the left side, or -1 if no score is above
 * `best`. A record is the weight and the sum of a row. Two scores are computed at a time.
 */
export function scan(
  rows: usize,
  records: usize,
  codes: usize,
  count: i32,
  minLeaf: i32,
  mean: f64,
  weight: f64,
  best: f64
): i32 {
  let total = f64x2.splat(0)
  let i = 0
  for (; i < minLeaf - 1; i++) total = f64x2.add(total, v128.load(recordOf(records, rows, i)))
  const means = f64x2.splat(mean)
  const weights = f64x2.splat(weight)
  let limit = f64x2.splat(best)
  let bestAt = -1
  const end = count - minLeaf
  for (; i + 1 < end; i += 2) {
    const first = v128.load(recordOf(records, rows, i))
    const both = f64x2.add(first, v128.load(recordOf(records, rows, i + 1)))
    const one = f64x2.add(total, first)
    total = f64x2.add(total, both)
    const left = v128.shuffle<f64>(one, total, 0, 2)
    const sum = v128.shuffle<f64>(one, total, 1, 3)
    const excess = f64x2.sub(sum, f64x2.mul(means, left))
    const scores = f64x2.div(f64x2.mul(excess, excess), f64x2.mul(left, f64x2.sub(weights, left)))
    if (v128.any_true(f64x2.gt(scores, limit))) {
      const a = f64x2.extract_lane(scores, 0)
      const b = f64x2.extract_lane(scores, 1)
      if (a > best && isCut(codes, rows, i)) {
        best = a
        bestAt = i
      }
      if (b > best && isCut(codes, rows, i + 1)) {
        best = b
        bestAt = i + 1
      }
      limit = f64x2.splat(best)
    }
  }
  if (i < end) {
    total = f64x2.add(total, v128.load(recordOf(records, rows, i)))
    const left = f64x2.extract_lane(total, 0)
    const excess = f64x2.extract_lane(total, 1) - mean * left
    const score = (excess * excess) / (left * (weight - left))
    if (score > best && isCut(codes, rows, i)) {
      best = score
      bestAt = i
    }
  }
  store<f64>(SCORE, best)
  return bestAt
}

function recordOf(records: usize, rows: usize, place: i32): usize {
  return records + ((<usize>load<u16>(rows + ((<usize>place) << 1))) << 4)
}

/** Whether the row after `place` has another code. A split is possible only there. */
function isCut(codes: usize, rows: usize, place: i32): bool {
  const at = rows + ((<usize>place) << 1)
  const code = load<u16>(codes + ((<usize>load<u16>(at)) << 1))
  const next = load<u16>(codes + ((<usize>load<u16>(at, 2)) << 1))
  return code !== next
}

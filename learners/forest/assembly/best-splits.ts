/*
AssemblyScript: `npm run compile:assembly` compiles it to WebAssembly, which ../best-splits.generated.ts holds as text.

What it is for: the two inner loops of a tree with best splits. scan() finds the best threshold of one column in one node;
partitionColumns() splits the rows of a node in every column, order kept. ../best-passes.ts has the same two passes in plain
TypeScript: read it first. Both give the same splits to the last bit, which a test checks.

The memory (../best-passes-simd.ts lays it out and passes every address but SCORE):

    SCORE | shuffles        | records            | others  | flags  | codes             | orders
          | 256 x 16 bytes  | by row: weight,sum | scratch | by row | column by column  | column by column
                              float64 each                   1 byte   uint16, by row      uint16: row numbers

Each column of `orders` holds the rows sorted by their codes. A node is the same range of every column, so its children are
the two halves of that range after a partition:

    column 0   | 7 2 9 4 1 | 3 8 6 |         a node is begin..end in every column
    column 1   | 9 1 7 2 4 | 6 3 8 |         the same rows, in the order of another column

Invariants: row numbers and codes fit 16 bits; there is room for 16 bytes behind `orders` and for 8 numbers behind the rows in
`others`, because loads and stores take 8 numbers at a time; sums are exact in any order (../grow.ts).
Who calls it: ../best-passes-simd.ts, one instance for each bag of rows, that is for each tree.
After a crash: nothing remains; the memory belongs to one training on one thread.
*/
import { SCORE } from '../memory-layout.ts'

/**
 * Sorts `count` row numbers at `rows` into those whose flag is 1, which stay in front, and the others, order kept on both
 * sides: eight at a time, moved by a table of byte shuffles with one entry for each pattern of eight flags. Writes up to
 * 16 bytes past the rows and puts back what was there. `others` is scratch, `count` and eight numbers long.
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

/** Partitions the rows of one node in every column; `stride`: the bytes from one column's rows to the next's. */
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
 * The place of the last row left in the best split of `count` sorted rows, -1 when none scores above `best`. A record is
 * the weight of a row and its sum; scores are found two at a time.
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

/** Whether the row after `place` has another code: only there a split can be made. */
function isCut(codes: usize, rows: usize, place: i32): bool {
  const at = rows + ((<usize>place) << 1)
  const code = load<u16>(codes + ((<usize>load<u16>(at)) << 1))
  const next = load<u16>(codes + ((<usize>load<u16>(at, 2)) << 1))
  return code !== next
}

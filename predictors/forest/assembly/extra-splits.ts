// AssemblyScript (npm run compile:assembly). The two passes of extra-splits.ts over the rows of a node, eight at a
// time. Its caller, extra-splits-simd.ts, lays out the memory; every number comes from there.

// What the passes leave for the caller.
const LEAST: usize = 0
const GREATEST: usize = 4
const LEFT_COUNT: usize = 8
const LEFT_WEIGHT: usize = 12
const LEFT_SUM: usize = 16

/** Gathers codes[rows[i]] into found, which it fills up to a multiple of 8 with the last; notes least and greatest. */
export function gather(codes: usize, rows: usize, found: usize, count: i32): void {
  let least = i16x8.splat(-1)
  let greatest = i16x8.splat(0)
  let i = 0
  for (; i + 8 <= count; i += 8) {
    const at = rows + ((<usize>i) << 1)
    let eight = v128.load16_splat(codes + ((<usize>load<u16>(at)) << 1))
    eight = v128.load_lane<u16>(codes + ((<usize>load<u16>(at, 2)) << 1), eight, 1)
    eight = v128.load_lane<u16>(codes + ((<usize>load<u16>(at, 4)) << 1), eight, 2)
    eight = v128.load_lane<u16>(codes + ((<usize>load<u16>(at, 6)) << 1), eight, 3)
    eight = v128.load_lane<u16>(codes + ((<usize>load<u16>(at, 8)) << 1), eight, 4)
    eight = v128.load_lane<u16>(codes + ((<usize>load<u16>(at, 10)) << 1), eight, 5)
    eight = v128.load_lane<u16>(codes + ((<usize>load<u16>(at, 12)) << 1), eight, 6)
    eight = v128.load_lane<u16>(codes + ((<usize>load<u16>(at, 14)) << 1), eight, 7)
    v128.store(found + ((<usize>i) << 1), eight)
    least = i16x8.min_u(least, eight)
    greatest = i16x8.max_u(greatest, eight)
  }
  if (i < count) {
    let code: u16 = 0
    for (; i < count; i++) {
      code = load<u16>(codes + ((<usize>load<u16>(rows + ((<usize>i) << 1))) << 1))
      store<u16>(found + ((<usize>i) << 1), code)
    }
    for (; (i & 7) > 0; i++) store<u16>(found + ((<usize>i) << 1), code)
    const last = v128.load(found + ((<usize>(i - 8)) << 1))
    least = i16x8.min_u(least, last)
    greatest = i16x8.max_u(greatest, last)
  }
  least = i16x8.min_u(
    least,
    i8x16.shuffle(least, least, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7)
  )
  least = i16x8.min_u(
    least,
    i8x16.shuffle(least, least, 4, 5, 6, 7, 0, 1, 2, 3, 12, 13, 14, 15, 8, 9, 10, 11)
  )
  greatest = i16x8.max_u(
    greatest,
    i8x16.shuffle(greatest, greatest, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7)
  )
  greatest = i16x8.max_u(
    greatest,
    i8x16.shuffle(greatest, greatest, 4, 5, 6, 7, 0, 1, 2, 3, 12, 13, 14, 15, 8, 9, 10, 11)
  )
  const a = <i32>i16x8.extract_lane_u(least, 0)
  const b = <i32>i16x8.extract_lane_u(least, 1)
  const c = <i32>i16x8.extract_lane_u(greatest, 0)
  const d = <i32>i16x8.extract_lane_u(greatest, 1)
  store<i32>(LEAST, min(a, b))
  store<i32>(GREATEST, max(c, d))
}

/** Counts, weighs and sums the rows whose code is at most cut. Weights and sums of the filled-up rows are 0. */
export function sumLeft(found: usize, weights: usize, sums: usize, count: i32, cut: i32): void {
  const limit = i16x8.splat(<i16>cut)
  let counts = i32x4.splat(0)
  let weighed = i32x4.splat(0)
  let sumA = f64x2.splat(0)
  let sumB = f64x2.splat(0)
  let sumC = f64x2.splat(0)
  let sumD = f64x2.splat(0)
  for (let i = 0; i < count; i += 8) {
    const two = (<usize>i) << 1
    const eight = (<usize>i) << 3
    const isLeft = i16x8.le_u(v128.load(found + two), limit)
    const weight = v128.and(isLeft, v128.load(weights + two))
    // A row that counts weighs at least 1.
    counts = i32x4.add(counts, i32x4.extadd_pairwise_i16x8_u(i16x8.min_u(weight, i16x8.splat(1))))
    weighed = i32x4.add(weighed, i32x4.extadd_pairwise_i16x8_u(weight))
    const low = i32x4.extend_low_i16x8_s(isLeft)
    const high = i32x4.extend_high_i16x8_s(isLeft)
    sumA = f64x2.add(sumA, v128.and(i64x2.extend_low_i32x4_s(low), v128.load(sums + eight)))
    sumB = f64x2.add(sumB, v128.and(i64x2.extend_high_i32x4_s(low), v128.load(sums + eight, 16)))
    sumC = f64x2.add(sumC, v128.and(i64x2.extend_low_i32x4_s(high), v128.load(sums + eight, 32)))
    sumD = f64x2.add(sumD, v128.and(i64x2.extend_high_i32x4_s(high), v128.load(sums + eight, 48)))
  }
  const sum = f64x2.add(f64x2.add(sumA, sumB), f64x2.add(sumC, sumD))
  store<f64>(LEFT_SUM, f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1))
  store<i32>(
    LEFT_COUNT,
    i32x4.extract_lane(counts, 0) +
      i32x4.extract_lane(counts, 1) +
      i32x4.extract_lane(counts, 2) +
      i32x4.extract_lane(counts, 3)
  )
  store<i32>(
    LEFT_WEIGHT,
    i32x4.extract_lane(weighed, 0) +
      i32x4.extract_lane(weighed, 1) +
      i32x4.extract_lane(weighed, 2) +
      i32x4.extract_lane(weighed, 3)
  )
}

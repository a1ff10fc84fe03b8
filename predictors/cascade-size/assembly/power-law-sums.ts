/*
AssemblyScript: `npm run compile:assembly` compiles it to WebAssembly, which ../power-law-sums.generated.ts holds as text.

What it is for: the likelihood of a power-law kernel takes one pass over the events for every step of the fit, which is where
a forecast spends its time. This is that pass, two nodes at a time with 128-bit SIMD. passPlainly in ../power-law-sums.ts is
the same pass in plain TypeScript: read it first. A test holds the two to each other.

How it works: the kernel is a sum of exponentials, one for each node k of rate s_k. At every event each running sum decays by
e^(-s_k gap) and then counts the event, so the cost is events times nodes, whatever the number of pairs of events. The rates
are lowest * sqrt(2)^k, so the factors of the next two nodes are the squares of the factors of these two:

    node     0   1 | 2   3 | 4   5 | ...          one v128 holds the two nodes between bars
    factor   f   g | f^2 g^2 | f^4 g^4 | ...      factor = factor * factor

Invariants: the number of nodes is even and at most NODE_CAPACITY; a call takes at most BLOCK_EVENTS events; sums stay in the
memory between calls until clear(). Addresses: ../memory-layout.ts.
Who calls it: ../power-law-sums-simd.ts (passOver), one instance for each thread, with a block of events at a time.
After a crash: nothing remains; the memory belongs to the thread, and every pass begins with clear().
*/
import {
  AGED,
  AGED_LOG,
  COLLECTED,
  EXPONENT_GRADIENT,
  FOLLOWER_WEIGHTS,
  GAPS,
  INTENSITIES,
  LOG_FOLLOWERS,
  RUNNING,
  RUNNING_LOG,
  STILL_COLLECTED,
  STILL_WEIGHT,
  TOTAL,
  TOTAL_LOG,
  WEIGHTS
} from '../memory-layout.ts'

/** exp of two numbers in [0, 700], to 1 ulp or two: 2^k times a polynomial on [-ln(2)/2, ln(2)/2]. */
function exponential(x: v128): v128 {
  // Adding 1.5 * 2^52 leaves the nearest integer in the low bits.
  const magic = f64x2.splat(6755399441055744.0)
  const shifted = f64x2.add(f64x2.mul(x, f64x2.splat(Math.LOG2E)), magic)
  const k = f64x2.sub(shifted, magic)
  const high = f64x2.sub(x, f64x2.mul(k, f64x2.splat(0.6931471803691238)))
  const r = f64x2.sub(high, f64x2.mul(k, f64x2.splat(1.9082149292705877e-10)))
  let sum = f64x2.splat(1.6059043836821613e-10)
  sum = f64x2.add(f64x2.mul(sum, r), f64x2.splat(2.08767569878681e-9))
  sum = f64x2.add(f64x2.mul(sum, r), f64x2.splat(2.505210838544172e-8))
  sum = f64x2.add(f64x2.mul(sum, r), f64x2.splat(2.755731922398589e-7))
  sum = f64x2.add(f64x2.mul(sum, r), f64x2.splat(2.7557319223985893e-6))
  sum = f64x2.add(f64x2.mul(sum, r), f64x2.splat(2.48015873015873e-5))
  sum = f64x2.add(f64x2.mul(sum, r), f64x2.splat(1.984126984126984e-4))
  sum = f64x2.add(f64x2.mul(sum, r), f64x2.splat(1.388888888888889e-3))
  sum = f64x2.add(f64x2.mul(sum, r), f64x2.splat(8.333333333333333e-3))
  sum = f64x2.add(f64x2.mul(sum, r), f64x2.splat(4.1666666666666664e-2))
  sum = f64x2.add(f64x2.mul(sum, r), f64x2.splat(0.16666666666666666))
  sum = f64x2.add(f64x2.mul(sum, r), f64x2.splat(0.5))
  sum = f64x2.add(f64x2.mul(sum, r), f64x2.splat(1))
  sum = f64x2.add(f64x2.mul(sum, r), f64x2.splat(1))
  return i64x2.add(sum, i64x2.shl(shifted, 52))
}

/** exp(-x) of two numbers in [0, 0.1], to 1 ulp or two. */
function decay(x: v128): v128 {
  let sum = f64x2.splat(-2.7557319223985893e-6)
  sum = f64x2.add(f64x2.mul(sum, x), f64x2.splat(2.48015873015873e-5))
  sum = f64x2.add(f64x2.mul(sum, x), f64x2.splat(-1.984126984126984e-4))
  sum = f64x2.add(f64x2.mul(sum, x), f64x2.splat(1.388888888888889e-3))
  sum = f64x2.add(f64x2.mul(sum, x), f64x2.splat(-8.333333333333333e-3))
  sum = f64x2.add(f64x2.mul(sum, x), f64x2.splat(4.1666666666666664e-2))
  sum = f64x2.add(f64x2.mul(sum, x), f64x2.splat(-0.16666666666666666))
  sum = f64x2.add(f64x2.mul(sum, x), f64x2.splat(0.5))
  sum = f64x2.add(f64x2.mul(sum, x), f64x2.splat(-1))
  return f64x2.add(f64x2.mul(sum, x), f64x2.splat(1))
}

/** Sets every sum to zero. */
export function clear(): void {
  memory.fill(RUNNING, 0, STILL_WEIGHT - RUNNING)
  memory.fill(TOTAL, 0, GAPS - TOTAL)
}

/**
 * Takes the sums through `events` events of a block: parent's log followers, gap to the event. The first `counted` have
 * their intensity written and collected; the last of all is the window's end and is not.
 */
export function advance(events: i32, counted: i32, count: i32, lowest: f64, followerExponent: f64): void {
  const beta = f64x2.splat(followerExponent)
  for (let i = 0; i < events; i += 2) {
    const at = (<usize>i) << 3
    v128.store(FOLLOWER_WEIGHTS + at, exponential(f64x2.mul(beta, v128.load(LOG_FOLLOWERS + at))))
  }
  const rates = f64x2.replace_lane(f64x2.splat(lowest), 1, lowest * Math.SQRT2)
  const stillWeight = f64.load(STILL_WEIGHT)
  let total = f64.load(TOTAL)
  let totalLog = f64.load(TOTAL_LOG)
  let aged = f64.load(AGED)
  let agedLog = f64.load(AGED_LOG)
  let stillCollected = f64.load(STILL_COLLECTED)
  let exponentGradient = f64.load(EXPONENT_GRADIENT)
  const end = (<usize>count) << 3
  // What the previous event adds to `collected` is added while its sums are at hand for the next one.
  let share: f64 = 0
  for (let i = 0; i < events; i++) {
    const at = (<usize>i) << 3
    const gap = f64.load(GAPS + at)
    const weight = f64.load(FOLLOWER_WEIGHTS + at)
    const weightLog = weight * f64.load(LOG_FOLLOWERS + at)
    total += weight
    totalLog += weightLog
    aged += total * gap
    agedLog += totalLog * gap
    const weights = f64x2.splat(weight)
    const weightLogs = f64x2.splat(weightLog)
    const shares = f64x2.splat(share)
    let factor = decay(f64x2.mul(rates, f64x2.splat(gap)))
    let intensities = f64x2.splat(0)
    let intensityLogs = f64x2.splat(0)
    for (let k: usize = 0; k < end; k += 16) {
      let running = v128.load(k, RUNNING)
      v128.store(k, f64x2.add(v128.load(k, COLLECTED), f64x2.mul(shares, running)), COLLECTED)
      running = f64x2.mul(factor, f64x2.add(running, weights))
      v128.store(k, running, RUNNING)
      const runningLog = f64x2.mul(factor, f64x2.add(v128.load(k, RUNNING_LOG), weightLogs))
      v128.store(k, runningLog, RUNNING_LOG)
      const nodeWeights = v128.load(k, WEIGHTS)
      intensities = f64x2.add(intensities, f64x2.mul(nodeWeights, running))
      intensityLogs = f64x2.add(intensityLogs, f64x2.mul(nodeWeights, runningLog))
      factor = f64x2.mul(factor, factor)
    }
    share = 0
    if (i < counted) {
      const intensity =
        stillWeight * total + f64x2.extract_lane(intensities, 0) + f64x2.extract_lane(intensities, 1)
      const intensityLog =
        stillWeight * totalLog + f64x2.extract_lane(intensityLogs, 0) + f64x2.extract_lane(intensityLogs, 1)
      f64.store(INTENSITIES + at, intensity)
      share = 1 / intensity
      exponentGradient += intensityLog * share
      stillCollected += share * total
    }
  }
  const shares = f64x2.splat(share)
  for (let k: usize = 0; k < end; k += 16)
    v128.store(k, f64x2.add(v128.load(k, COLLECTED), f64x2.mul(shares, v128.load(k, RUNNING))), COLLECTED)
  f64.store(TOTAL, total)
  f64.store(TOTAL_LOG, totalLog)
  f64.store(AGED, aged)
  f64.store(AGED_LOG, agedLog)
  f64.store(STILL_COLLECTED, stillCollected)
  f64.store(EXPONENT_GRADIENT, exponentGradient)
}

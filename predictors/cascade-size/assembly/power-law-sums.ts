/*
AssemblyScript. `npm run compile:assembly` compiles this file to WebAssembly; ../power-law-sums.generated.ts contains the result
in base64.

Purpose: each step of a fit evaluates the likelihood of the power-law kernel in one pass over the events. A forecast spends most
of its time in this pass. This file computes it with 128-bit SIMD, two nodes at a time. passPlainly in ../power-law-sums.ts is
the same pass in plain TypeScript: read it first. A test compares the results of both.

Method: the kernel is a sum of exponentials, one for each node k with rate s_k. At every event each running sum decays by
e^(-s_k gap) and then adds the event. The cost is therefore events times nodes, not pairs of events. The rates are
lowest * sqrt(2)^k, so the factors of the next two nodes are the squares of the factors of the current two:

    node     0   1 | 2   3 | 4   5 | ...          one v128 holds the two nodes between bars
    factor   f   g | f^2 g^2 | f^4 g^4 | ...      factor = factor * factor

Invariants: the number of nodes is even and at most NODE_CAPACITY. A call processes at most BLOCK_EVENTS events. The sums stay
in memory between calls until clear(). Addresses: ../memory-layout.ts.
Caller: passOver in ../power-law-sums-simd.ts, with one instance for each thread and one block of events for each call.
State: the memory belongs to the thread, and every pass starts with clear(). Nothing survives a crash.
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

/** exp(x) of two numbers in [0, 700], accurate to about 2 ulp: 2^k times a polynomial on [-ln(2)/2, ln(2)/2]. */
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

/** exp(-x) of two numbers in [0, 0.1], accurate to about 2 ulp. */
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
 * Updates the sums with the `events` events of a block. Inputs: the parent's log followers and the gap to the event. For the
 * first `counted` events the intensity is stored and added to `collected`. The last entry of the last block is the end of the
 * window, which has no intensity.
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
  // The share of the previous event is added to `collected` in the loop of the next event, which loads the same sums.
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

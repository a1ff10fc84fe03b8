import type { Random } from '../../learners/random.ts'

/** A row of stations that each job passes; at each it waits for the first free server. First come, first served. */
export interface Station {
  readonly servers: number
  /** Seconds with a server. */
  draw(random: Random): number
}

export interface Passage {
  /** Seconds from a job's arrival to its leaving the last station. */
  readonly median: number
  readonly p99: number
  /** Of the jobs that came, the share that had left by the end of the arrivals. */
  readonly doneShare: number
}

/**
 * Simulates jobs that come at random (Poisson), `rateAt(t)` a second and at most `maxPerSecond`, for `seconds`. Costs
 * a logarithm of the servers for each job and station.
 */
export function simulateTandem(options: {
  readonly seconds: number
  readonly maxPerSecond: number
  readonly rateAt: (seconds: number) => number
  readonly stations: readonly Station[]
  readonly random: Random
}): Passage {
  const { seconds, maxPerSecond, rateAt, stations, random } = options
  const free = stations.map(({ servers }) => new Float64Array(servers))
  const took: number[] = []
  let done = 0
  for (let time = 0; ; ) {
    time += -Math.log(1 - random.uniform()) / maxPerSecond
    if (time >= seconds) break
    if (random.uniform() * maxPerSecond > rateAt(time)) continue
    let at = time
    for (const [index, station] of stations.entries()) at = serve(free[index]!, at, station.draw(random))
    took.push(at - time)
    if (at <= seconds) done++
  }
  const sorted = Float64Array.from(took).sort()
  const quantile = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] ?? 0
  return { median: quantile(0.5), p99: quantile(0.99), doneShare: done / took.length }
}

/** `free` is a heap of when each server is free, the first at its top. Gives when the job leaves. */
function serve(free: Float64Array, at: number, serviceSeconds: number): number {
  const leaves = Math.max(at, free[0]!) + serviceSeconds
  let index = 0
  for (;;) {
    const left = 2 * index + 1
    if (left >= free.length) break
    const child = left + 1 < free.length && free[left + 1]! < free[left]! ? left + 1 : left
    if (free[child]! >= leaves) break
    free[index] = free[child]!
    index = child
  }
  free[index] = leaves
  return leaves
}

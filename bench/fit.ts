import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { Random } from '../learners/random.ts'
import type { Observation } from '../predictors/cascade-size/cascade.ts'
import { defaultStarts, fit as fitCascade, type Start } from '../predictors/cascade-size/fit.ts'
import { powerLawFollowers } from '../predictors/cascade-size/followers.ts'
import { buildProcess } from '../predictors/cascade-size/process.ts'
import { simulate } from '../predictors/cascade-size/simulate.ts'
import { type Reference, startReference } from './references/start-reference.ts'
import { type Bench, type BenchResult, judge } from './result.ts'

/**
 * The fit against scipy's L-BFGS-B on the vectorised exact likelihood with gradient: same bounds, same starts, in turns,
 * processor time on either side, and the likelihoods found compared by scipy's direct sum. Cascades are simulated; times
 * are not whole seconds.
 */
export const run: Bench = async ({ log }) => {
  const reference = startReference('hawkes_mle.py', 'hawkes-mle.txt', log)
  try {
    const starts = defaultStarts['power-law']
    const bytesPerEvent = measureMemory(0.3)
    const bytesPerEventWhole = measureMemory(1)
    const small = await race(reference, draw(1000, 3600), starts, 7, log)
    // One start: with all four scipy takes minutes.
    const large = await race(reference, draw(10_000, 6 * 3600), starts.slice(0, 1), 1, log)
    const growth = measureGrowth(log)
    return [
      judge(compare('fit.1000.ratio', small), '>= 40'),
      { name: 'fit.1000.milliseconds', value: small.milliseconds, unit: 'ms' },
      { name: 'fit.1000.gain', value: small.gain, unit: 'log-likelihood above scipy' },
      judge(compare('fit.10000.ratio', large), '>= 400'),
      { name: 'fit.10000.milliseconds', value: large.milliseconds, unit: 'ms' },
      { name: 'fit.10000.gain', value: large.gain, unit: 'log-likelihood above scipy' },
      judge({ name: 'fit.growth', value: growth.exponent, unit: 'exponent' }, '<= 1.1'),
      { name: 'fit.1000000.seconds', value: growth.seconds, unit: 's' },
      judge({ name: 'fit.bytesPerEvent', value: bytesPerEvent, unit: 'B' }, '<= 64'),
      judge({ name: 'fit.bytesPerEvent.wholeSeconds', value: bytesPerEventWhole, unit: 'B' }, '<= 64')
    ]
  } finally {
    await reference.close()
  }
}

interface Race {
  readonly milliseconds: number
  readonly referenceMilliseconds: number
  readonly ratio: number
  /** How much higher our log-likelihood is, by the reference's direct sum. */
  readonly gain: number
}

/** Fits in turns; the median of the ratios. Throws when ours is not as good as the reference's by 1e-3. */
async function race(
  reference: Reference,
  observation: Observation,
  starts: readonly Start[],
  rounds: number,
  log: (line: string) => void
): Promise<Race> {
  const times = Array.from(observation.times)
  const magnitudes = Array.from(observation.magnitudes)
  const cascade = { times, magnitudes, windowSeconds: observation.windowSeconds }
  const points = starts.map(start => [start.followerExponent, start.cutoffSeconds, start.decay])
  for (let warm = 0; warm < 20; warm++) fitCascade(observation, { starts })
  const ours: number[] = []
  const theirs: number[] = []
  let gain = 0
  for (let round = 0; round < rounds; round++) {
    const own = Array.from({ length: 9 }, () => time(() => fitCascade(observation, { starts })))
    ours.push(median(own))
    const answer = await reference.ask<ReferenceFit>({ ...cascade, starts: points })
    theirs.push(1000 * answer.seconds)
    if (round > 0) continue
    const { followerExponent, cutoffSeconds, decay } = fitCascade(observation, { starts })
    const variables = [followerExponent, cutoffSeconds, decay]
    const { negLogLikelihood } = await reference.ask<ReferenceFit>({ ...cascade, variables })
    gain = answer.negLogLikelihood - negLogLikelihood
    if (gain < -1e-3) throw new Error(`the fit of ${times.length} events is worse than scipy's by ${-gain}`)
    log(`${times.length} events: scipy took ${answer.evaluations} evaluations, the gain is ${gain}`)
  }
  return {
    milliseconds: median(ours),
    referenceMilliseconds: median(theirs),
    ratio: median(ours.map((each, round) => theirs[round]! / each)),
    gain
  }
}

interface ReferenceFit {
  readonly seconds: number
  readonly negLogLikelihood: number
  readonly evaluations: number
}

function compare(name: string, { ratio, referenceMilliseconds }: Race): BenchResult {
  return {
    name,
    value: ratio,
    unit: 'times',
    reference: 'scipy L-BFGS-B, ms',
    referenceValue: referenceMilliseconds
  }
}

/** The slope of log time over log events from 1,000 to 1,000,000, all in the same window, from all starts. */
function measureGrowth(log: (line: string) => void): { exponent: number; seconds: number } {
  const windowSeconds = 7 * 86_400
  const small = draw(1000, windowSeconds)
  const large = draw(1_000_000, windowSeconds)
  const before = Array.from({ length: 15 }, () => time(() => fitCascade(small)))
  const seconds = time(() => fitCascade(large)) / 1000
  const after = Array.from({ length: 15 }, () => time(() => fitCascade(small)))
  const milliseconds = median([...before, ...after])
  log(`1,000 events in 7 days: ${milliseconds} ms; 1,000,000: ${seconds} s`)
  return { exponent: Math.log10((1000 * seconds) / milliseconds) / 3, seconds }
}

/** Peak memory while 1,000,000 events are fitted, above what was in use before they came: the events' own 16 B too. */
function measureMemory(gapSeconds: number): number {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const inUse = () => {
    const { heapUsed, external } = process.memoryUsage()
    return heapUsed + external
  }
  const events = 1_000_000
  collect()
  collect()
  const before = inUse()
  const observation = {
    times: Float64Array.from({ length: events }, (_, i) => gapSeconds * i),
    magnitudes: new Float64Array(events).fill(7).map((each, i) => each + (i % 1000)),
    windowSeconds: gapSeconds * events
  }
  collect()
  let peak = 0
  let looks = 0
  const watch = {
    // Read at every step of the fit: some steps of one start are enough.
    get isCanceled() {
      peak = Math.max(peak, inUse())
      return ++looks > 8
    }
  }
  fitCascade(observation, { run: watch })
  return (peak - before) / events
}

/** The first `events` events of a simulated cascade, the last of them just before the window's end. */
function draw(events: number, windowSeconds: number): Observation {
  const followers = powerLawFollowers(1e6)
  const description = { kernel: 'power-law', followerExponent: 0.6, cutoffSeconds: 120, decay: 0.6 } as const
  const growth = {
    process: buildProcess({ ...description, branchingFactor: 0.93 }, followers),
    followers,
    horizonSeconds: windowSeconds,
    maximumEvents: events
  }
  // So many followers of the author that the cascade is large enough, the seed being any.
  for (let postFollowers = 1e3; ; postFollowers *= 2) {
    const { cascade, isCut } = simulate(growth, new Random(7), postFollowers)
    if (!isCut) continue
    const stretch = windowSeconds / (cascade.times[events - 1]! * (1 + 1 / events))
    return { times: cascade.times.map(each => each * stretch), magnitudes: cascade.magnitudes, windowSeconds }
  }
}

/** Milliseconds of processor time, all threads: what others do on the machine counts less. */
function time(work: () => unknown): number {
  const begin = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(begin)
  return (user + system) / 1000
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!
}

// node test/predictors/cascade-size/golden/make.ts: simulates the cascades of simulated-fits.json and lets scipy fit them
// (bench/references/hawkes_mle.py: exact double sum, L-BFGS-B, the four default starts).
import { writeFileSync } from 'node:fs'
import { startReference } from '../../../../bench/references/start-reference.ts'
import { Random } from '../../../../learners/random.ts'
import { observe } from '../../../../predictors/cascade-size/cascade.ts'
import { defaultStarts } from '../../../../predictors/cascade-size/fit.ts'
import { powerLawFollowers } from '../../../../predictors/cascade-size/followers.ts'
import { buildProcess } from '../../../../predictors/cascade-size/process.ts'
import { simulate } from '../../../../predictors/cascade-size/simulate.ts'

const followers = powerLawFollowers(1e6)
const cases = [
  { seed: 1, branchingFactor: 0.6, followerExponent: 0.3, cutoffSeconds: 30, decay: 0.5, windowSeconds: 300 },
  { seed: 2, branchingFactor: 0.8, followerExponent: 0.5, cutoffSeconds: 200, decay: 1, windowSeconds: 3600 },
  {
    seed: 3,
    branchingFactor: 0.9,
    followerExponent: 0.2,
    cutoffSeconds: 60,
    decay: 0.3,
    windowSeconds: 3600
  },
  {
    seed: 4,
    branchingFactor: 0.7,
    followerExponent: 0.8,
    cutoffSeconds: 600,
    decay: 2,
    windowSeconds: 86400
  },
  { seed: 5, branchingFactor: 0.5, followerExponent: 0.6, cutoffSeconds: 10, decay: 0.8, windowSeconds: 60 }
]
const starts = defaultStarts['power-law'].map(each => [each.followerExponent, each.cutoffSeconds, each.decay])
const reference = startReference('hawkes_mle.py', 'hawkes-mle.txt', console.log)
const fits = []
for (const { seed, windowSeconds, ...description } of cases) {
  const process = buildProcess({ kernel: 'power-law', ...description }, followers)
  const growth = { process, followers, horizonSeconds: windowSeconds, maximumEvents: 200 }
  const { cascade } = simulate(growth, new Random(seed), 20_000)
  const { times, magnitudes } = observe(cascade, windowSeconds)
  const request = {
    times: Array.from(times, time => Math.round(10 * time) / 10),
    magnitudes: Array.from(magnitudes, Math.floor),
    windowSeconds
  }
  const { negLogLikelihood } = await reference.ask<{ negLogLikelihood: number }>({ ...request, starts })
  fits.push({ ...request, negLogLikelihood })
}
await reference.close()
writeFileSync(`${import.meta.dirname}/simulated-fits.json`, `${JSON.stringify(fits)}\n`)

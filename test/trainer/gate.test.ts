import { expect, test } from 'vitest'
import { Random } from '../../learners/random.ts'
import type { Losses } from '../../predictors/predictor.ts'
import { judgeGate } from '../../trainer/gate.ts'
import { pairedDifference } from '../../trainer/paired-difference.ts'

/** Two or three cases a group, whose losses share the group's own part. */
function drawPair(random: Random, groups: number, gain: number): readonly [Losses, Losses] {
  const names: string[] = []
  const first: number[] = []
  const second: number[] = []
  for (let group = 0; group < groups; group++) {
    const difficulty = random.uniform()
    const shared = gaussian(random) * 0.2
    for (let slice = 0; slice < 2 + (group % 2); slice++) {
      names.push(`g${group}`)
      second.push(difficulty + 0.05 * random.uniform())
      first.push(difficulty + shared + 0.05 * random.uniform() - gain)
    }
  }
  const make = (values: number[]): Losses => ({
    groups: names,
    slices: names.map(() => 'all'),
    values: Float64Array.from(values)
  })
  return [make(first), make(second)]
}

function gaussian(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform())
}

function passShare(gain: number, trials: number): number {
  let passed = 0
  for (let trial = 0; trial < trials; trial++) {
    const [candidate, champion] = drawPair(new Random(7).split(trial), 60, gain)
    if (judgeGate({ candidate, competitors: { champion }, minGroups: 30 }).is === 'passed') passed++
  }
  return passed / trials
}

test('promotes noise about once in 44 trials, as two standard errors imply', () => {
  const share = passShare(0, 2_000)
  // 2.3 % +- 4 standard errors of 2,000 trials; a gate by case instead of by group passes about 10 %.
  expect(share).toBeGreaterThan(0.009)
  expect(share).toBeLessThan(0.038)
})

test('passes a truly better candidate and never a worse one', () => {
  expect(passShare(0.15, 200)).toBeGreaterThan(0.98)
  expect(passShare(-0.1, 200)).toBe(0)
})

const losses = (values: number[], groups = values.map((_, index) => `g${index}`)): Losses => ({
  groups,
  slices: values.map(() => 'all'),
  values: Float64Array.from(values)
})

test('the standard error of the mean over groups equals that computed by hand', () => {
  // Groups a: (-1, -3) -> -2, b: 0, c: -4. Mean -2, variance 4, standard error sqrt(4 / 3).
  const groups = ['a', 'a', 'b', 'c']
  const difference = pairedDifference(losses([0, 0, 1, 1], groups), losses([1, 3, 1, 5], groups))
  expect(difference).toMatchObject({ mean: -2, groups: 3, cases: 4 })
  expect(difference.standardError).toBeCloseTo(Math.sqrt(4 / 3), 12)
})

test('charges a missing answer with the 90 % quantile, and ignores cases without any answer', () => {
  const some = [1, 1, 1, 1, 1, 1, 1, 1, 5]
  const candidate = losses([Number.NaN, Number.NaN, ...some])
  const champion = losses([Number.NaN, 2, ...some])
  // 19 losses, the 90 % quantile is 5: one group of ten loses by 5 - 2, the others not at all.
  const difference = pairedDifference(candidate, champion)
  expect(difference).toMatchObject({ cases: 10, groups: 10, firstFailures: 2, secondFailures: 1 })
  expect(difference.mean).toBeCloseTo(0.3, 12)
  const verdict = judgeGate({ candidate, competitors: { champion }, minGroups: 2 })
  expect(verdict.is).toBe('not-passed')
  expect(verdict.reason).toContain('2 cases without an answer to its 1')
})

test('every competitor must be beaten, and the reason names the one that was not', () => {
  const verdict = judgeGate({
    candidate: losses([1, 1, 1]),
    competitors: { 'model-less': losses([2, 2, 2]), constant: losses([1, 1, 1.1]) },
    minGroups: 3
  })
  expect(verdict.is).toBe('not-passed')
  expect(verdict.reason).toContain('better than constant')
})

test('makes no decision with too few groups, however clear the difference', () => {
  const verdict = judgeGate({
    candidate: losses([0, 0]),
    competitors: { champion: losses([9, 9]) },
    minGroups: 3
  })
  expect(verdict.is).toBe('too-few')
})

test('the reason says better or worse, by how much, and what a promotion needs', () => {
  const reasonOf = (candidate: Losses, champion: Losses) =>
    judgeGate({ candidate, competitors: { champion }, minGroups: 2 }).reason
  expect(reasonOf(losses([1, 1]), losses([1.5, 1.5]))).toBe(
    'better than champion by 0.500 (standard error 0.00, 2 groups)'
  )
  expect(reasonOf(losses([1.5, 1.5]), losses([1, 1]))).toBe(
    'worse than champion by 0.500 (standard error 0.00, 2 groups)'
  )
  expect(reasonOf(losses([1, 1]), losses([1, 1]))).toBe('as good as champion (standard error 0.00, 2 groups)')
  expect(reasonOf(losses([1, 1]), losses([1, 3]))).toBe(
    'better than champion by 1.00 (standard error 1.00, 2 groups), but a promotion needs 2.00 (2 standard errors): more cases may help'
  )
  expect(reasonOf(losses([1, 1, Number.NaN]), losses([2, 2, 9]))).toContain(
    ', 1 cases without an answer to its 0'
  )
  expect(reasonOf(losses([1, 1, 1]), losses([2, 2, Number.NaN]))).not.toContain('without an answer')
})

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { renderScaling } from '../../bench/scaling/render.ts'
import { simulateTandem } from '../../bench/scaling/tandem.ts'
import { Random } from '../../learners/random.ts'

test('docs/SCALING.md says what was measured, and what follows from it', () => {
  expect(readFileSync('docs/SCALING.md', 'utf8')).toContain(
    `<!-- measured -->\n\n${renderScaling()}\n\n<!-- end -->`
  )
})

const exponential = (mean: number) => (random: Random) => -Math.log(1 - random.uniform()) * mean

test('the simulated line waits as theory says: M/M/1, M/M/2, and two of them in a row', () => {
  const simulate = (rate: number, stations: readonly { servers: number; mean: number }[]) =>
    simulateTandem({
      seconds: 40_000,
      maxPerSecond: 2 * rate,
      rateAt: () => rate,
      random: new Random(3),
      stations: stations.map(({ servers, mean }) => ({ servers, draw: exponential(mean) }))
    })
  // Exponential with what the server has left over: 10 a second served, 8 come.
  const one = simulate(8, [{ servers: 1, mean: 0.1 }])
  expect(one.median).toBeCloseTo(Math.LN2 / 2, 1)
  expect(one.p99).toBeGreaterThan((0.9 * Math.log(100)) / 2)
  expect(one.p99).toBeLessThan((1.1 * Math.log(100)) / 2)
  // Burke: what leaves the first comes to the second as it came to the first; the sum of both is Erlang.
  const two = simulate(8, [
    { servers: 1, mean: 0.1 },
    { servers: 1, mean: 0.1 }
  ])
  expect(two.median).toBeCloseTo(1.678 / 2, 1)
  // Two slow servers: half the jobs wait no longer than they are served.
  expect(simulate(1, [{ servers: 2, mean: 0.1 }]).median).toBeCloseTo(Math.LN2 / 10, 2)
})

test('an overloaded station falls behind by the excess load', () => {
  const { doneShare } = simulateTandem({
    seconds: 1_000,
    maxPerSecond: 20,
    rateAt: () => 20,
    random: new Random(5),
    stations: [{ servers: 1, draw: () => 0.1 }]
  })
  expect(doneShare).toBeCloseTo(0.5, 1)
})

import { expect, test } from 'vitest'
import { Random } from '../../learners/random.ts'

const draw = (random: Random, count: number) => Array.from({ length: count }, () => random.uniform())

test('the same seed gives the same stream, another seed gives another', () => {
  expect(draw(new Random(7), 20)).toEqual(draw(new Random(7), 20))
  const starts = [0, 1, 2, -1, 2 ** 32, 2 ** 40 + 1, Number.MAX_SAFE_INTEGER].map(seed =>
    new Random(seed).uint32()
  )
  expect(new Set(starts).size).toBe(starts.length)
})

test('a split stream depends on its name only, not on how far the parent was read', () => {
  const fresh = new Random(3)
  const used = new Random(3)
  draw(used, 100)
  expect(draw(used.split(5), 5)).toEqual(draw(fresh.split(5), 5))
  expect(draw(fresh.split(5), 5)).not.toEqual(draw(fresh.split(6), 5))
  expect(draw(fresh.split(5).split(0), 5)).not.toEqual(draw(fresh.split(5), 5))
})

test('uniform numbers and serial pairs are evenly distributed', () => {
  const count = 200_000
  const random = new Random(11)
  const cells = new Int32Array(256)
  let last = random.uniform()
  for (let i = 0; i < count; i++) {
    const next = random.uniform()
    cells[Math.floor(last * 16) * 16 + Math.floor(next * 16)]!++
    last = next
  }
  const expected = count / 256
  const chiSquare = cells.reduce((sum, cell) => sum + (cell - expected) ** 2 / expected, 0)
  // 255 degrees of freedom: mean 255, deviation 22.6.
  expect(chiSquare).toBeGreaterThan(255 - 5 * 22.6)
  expect(chiSquare).toBeLessThan(255 + 5 * 22.6)
})

test('neighbouring streams are uncorrelated', () => {
  const root = new Random(1)
  const count = 10_000
  for (const name of [0, 1, 1000]) {
    const [left, right] = [draw(root.split(name), count), draw(root.split(name + 1), count)]
    const covariance = left.reduce((sum, x, i) => sum + (x - 0.5) * (right[i]! - 0.5), 0) / count
    expect(Math.abs(covariance * 12)).toBeLessThan(5 / Math.sqrt(count))
  }
})

test('integers stay below their limit and reach every value', () => {
  const random = new Random(2)
  const seen = new Set(Array.from({ length: 1000 }, () => random.integer(7)))
  expect([...seen].sort()).toEqual([0, 1, 2, 3, 4, 5, 6])
})

test('rejects a seed that is not an integer', () => {
  expect(() => new Random(0.5)).toThrow(RangeError)
  expect(() => new Random(Number.NaN)).toThrow(RangeError)
})

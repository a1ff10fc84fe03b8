import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { byteSums, compileAssembly } from '../../../deploy/assembly/assembly.ts'
import { Random } from '../../../learners/random.ts'
import { findRowsFault, packRows } from '../../../learners/text/byte-rows.ts'
import { buildSimdSums } from '../../../learners/text/byte-sums-simd.ts'
import { buildPlainSums } from '../../../learners/text/plain-byte-sums.ts'

function drawWeights(height: number, width: number): Float32Array {
  const random = new Random(5)
  return Float32Array.from({ length: height * width }, () =>
    random.uniform() < 0.7 ? 0 : 3 * random.uniform()
  )
}

test('packs weights to bytes within half a step', () => {
  const weights = drawWeights(50, 3)
  const { rows, scale } = packRows(weights, 3)
  expect(findRowsFault(rows)).toBeNull()
  const sums = buildPlainSums(rows)
  for (let row = 0; row < 50; row++) {
    sums.rows(1)[0] = row
    const found = sums.sum(0, 1)
    for (let column = 0; column < 3; column++)
      expect(Math.abs(scale * found[column]! - weights[row * 3 + column]!)).toBeLessThanOrEqual(
        scale / 2 + 1e-6
      )
  }
})

test('sums the same with SIMD and without, also for more rows than 16 bits hold', () => {
  const { rows } = packRows(drawWeights(300, 39), 39)
  const random = new Random(6)
  const both = [buildPlainSums(rows), buildSimdSums(rows)!]
  for (const count of [0, 1, 256, 257, 5_000, 100_000]) {
    const numbers = Uint32Array.from({ length: count }, () => random.integer(300))
    const [plain, simd] = both.map(sums => {
      sums.rows(count).set(numbers)
      const begin = Math.min(count, 3)
      return [[...sums.sum(begin, count)], [...sums.differences(count, 2, 38)]]
    })
    expect(simd).toEqual(plain)
  }
})

test('refuses rows that do not fit together', () => {
  const { rows } = packRows(Float32Array.of(1, 0, 0, 2), 2)
  expect(findRowsFault({ ...rows, values: rows.values.slice(1) })).toMatch(/one column and value/)
  expect(findRowsFault({ ...rows, columns: Uint8Array.of(0, 2) })).toMatch(/out of range/)
})

test('the generated module is compiled from the source', async () => {
  expect(readFileSync(byteSums.generatedModule, 'utf8')).toBe(await compileAssembly(byteSums))
})

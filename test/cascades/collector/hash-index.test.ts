import { expect, test } from 'vitest'
import { HashIndex } from '../../../cascades/collector/hash-index.ts'

/** Lists the numbers of a hash, sorted. */
function list(index: HashIndex, hash: number): readonly number[] {
  const found: number[] = []
  // The limit ends a search that does not terminate.
  for (let place = index.find(hash); place >= 0 && found.length < 1_000; place = index.findNext(place, hash))
    found.push(index.at(place))
  return found.toSorted((a, b) => a - b)
}

test('finds all numbers of a hash, and none of another hash', () => {
  const index = new HashIndex()
  const [first, second] = [5, 5 + 64]
  for (const number of [1, 2, 3]) index.add(first, number)
  index.add(second, 4)
  expect([list(index, first), list(index, second), list(index, 6)]).toEqual([[1, 2, 3], [4], []])
  index.remove(first, 2)
  expect([list(index, first), list(index, second)]).toEqual([[1, 3], [4]])
})

test('keeps at least a quarter of its slots free, and takes 8 bytes for each slot', () => {
  const index = new HashIndex()
  expect(index.byteLength).toBe(8 * 64)
  for (let number = 1; number <= 48; number++) index.add(number, number)
  expect(index.byteLength).toBe(8 * 64)
  index.add(49, 49)
  expect(index.byteLength).toBe(8 * 128)
})

test('holds the same numbers as a Map when many hashes share slots', () => {
  const index = new HashIndex()
  const expected = new Map<number, number[]>()
  // Adjacent hashes at the end of the table, so that probe sequences wrap around.
  const hashes = Array.from({ length: 12 }, (_, step) => (60 + (step % 6) + 1024 * step) >>> 0)
  let number = 0
  for (let round = 0; round < 40; round++) {
    for (const hash of hashes) {
      index.add(hash, ++number)
      expected.set(hash, [...(expected.get(hash) ?? []), number])
    }
    for (const hash of hashes.filter((_, step) => (step + round) % 3 > 0)) {
      const own = expected.get(hash)!
      const [removed] = own.splice(round % own.length, 1)
      index.remove(hash, removed!)
    }
    for (const hash of hashes)
      expect(list(index, hash)).toEqual(expected.get(hash)!.toSorted((a, b) => a - b))
  }
})

import { expect, test } from 'vitest'
import { CascadeNumbers } from '../../../cascades/collector/cascade-numbers.ts'
import { Random } from '../../../learners/random.ts'

test('finds the same numbers as a Map after random additions and removals', () => {
  const random = new Random(3)
  const ids: string[] = []
  const numbers = new CascadeNumbers(ids)
  const map = new Map<string, number>()
  const free: number[] = []
  for (let step = 0; step < 20_000; step++) {
    const id = `https://example.test/post/${random.integer(2_000)}`
    expect(numbers.get(id)).toBe(map.get(id))
    const known = map.get(id)
    if (known === undefined) {
      const number = free.pop() ?? ids.length
      ids[number] = id
      numbers.add(number)
      map.set(id, number)
    } else if (random.uniform() < 0.5) {
      numbers.remove(known)
      ids[known] = ''
      map.delete(id)
      free.push(known)
    }
    expect(numbers.size).toBe(map.size)
  }
  expect(map.size).toBeGreaterThan(500)
})

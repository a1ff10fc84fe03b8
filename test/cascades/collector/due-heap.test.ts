import { expect, test } from 'vitest'
import { DueHeap } from '../../../cascades/collector/due-heap.ts'
import { Random } from '../../../learners/random.ts'

test('gives what was put in, by time, whatever is taken in between', () => {
  for (let seed = 0; seed < 20; seed++) {
    const random = new Random(seed)
    const heap = new DueHeap()
    const left: { readonly time: number; readonly number: number }[] = []
    for (let number = 0; number < 500 || left.length > 0; number++) {
      if (number < 500) {
        const time = random.integer(200)
        heap.push(time, number)
        left.push({ time, number })
      }
      while (left.length > 0 && (number >= 500 || random.uniform() < 0.4)) {
        const first = Math.min(...left.map(each => each.time))
        expect(heap.first).toBe(first)
        const taken = heap.take()
        const index = left.findIndex(each => each.number === taken)
        expect(left[index]!.time).toBe(first)
        left.splice(index, 1)
      }
      expect(heap.size).toBe(left.length)
    }
    expect(heap.first).toBe(Number.POSITIVE_INFINITY)
  }
})

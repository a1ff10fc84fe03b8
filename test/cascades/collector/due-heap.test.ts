import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DueHeap } from '../../../cascades/collector/due-heap.ts'

/** The time of an item to push, or null to take one. */
const steps = fc.array(fc.option(fc.nat({ max: 200 }), { freq: 2 }), { maxLength: 500, size: 'max' })

test('returns pushed numbers in order of time, however push and take are mixed', () => {
  const law = fc.property(steps, taken => {
    const heap = new DueHeap()
    const times = new Map<number, number>()
    function take(): void {
      const first = Math.min(...times.values())
      expect(heap.first).toBe(first)
      const number = heap.take()
      expect(times.get(number)).toBe(first)
      times.delete(number)
    }
    for (const [number, time] of taken.entries()) {
      if (time !== null) {
        heap.push(time, number)
        times.set(number, time)
      } else if (times.size > 0) take()
      expect(heap.size).toBe(times.size)
    }
    while (times.size > 0) take()
    expect(heap.first).toBe(Number.POSITIVE_INFINITY)
  })
  fc.assert(law, { seed: 1 })
})

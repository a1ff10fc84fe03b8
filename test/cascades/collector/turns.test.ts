import { expect, test } from 'vitest'
import { Turns } from '../../../cascades/collector/turns.ts'

test('runs tasks up to the maximum weight; runs a heavier task alone; frees the weight of a failed task', async () => {
  const turns = new Turns(10)
  let weight = 0
  let heaviest = 0
  const order: number[] = []
  const weights = [4, 5, 3, 25, 1, 9, 2, 10, 6]
  const tasks = weights.map((own, index) =>
    turns.run(
      () => own,
      async () => {
        order.push(index)
        weight += own
        if (own <= 10) heaviest = Math.max(heaviest, weight)
        else expect(weight).toBe(own)
        for (let step = 0; step < 3 + (index % 4); step++) await Promise.resolve()
        weight -= own
        if (index % 3 === 0) throw new Error('failed')
        return index
      }
    )
  )
  const settled = await Promise.allSettled(tasks)
  expect(settled.map(each => each.status === 'fulfilled')).toEqual(weights.map((_, index) => index % 3 !== 0))
  expect(order).toEqual(weights.map((_, index) => index))
  expect(heaviest).toBeLessThanOrEqual(10)
})

import { expect, test } from 'vitest'
import { placeLabels } from '../../web/models/place-labels.ts'

const end = (name: string, ...ys: readonly number[]) => ({ name, line: ys.map(y => ({ x: 0, y })) })

test('places the names of lines that end close together below one another, in order', () => {
  const placed = placeLabels([end('live', 80, 101), end('constant', 20, 100), end('far', 0, 10)])
  expect(placed.map(({ name, labelY }) => [name, labelY])).toEqual([
    ['live', 115],
    ['constant', 100],
    ['far', 10]
  ])
})

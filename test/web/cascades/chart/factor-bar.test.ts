import { expect, test } from 'vitest'
import { drawBar } from '../../../../web/cascades/chart/factor-bar.ts'

test('a bar grows to the right of the middle and shrinks to its left', () => {
  const rectOf = (share: number) => drawBar(share).children[0]
  expect(rectOf(0.5)).toMatchObject({ attributes: { class: 'grows', x: 60, width: 30 } })
  expect(rectOf(-1)).toMatchObject({ attributes: { class: 'shrinks', x: 0, width: 60 } })
})

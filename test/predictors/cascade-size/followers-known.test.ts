import { expect, test } from 'vitest'
import { followersKnown } from '../../../predictors/cascade-size/followers-known.ts'

const of = (...magnitudes: number[]) => followersKnown({ magnitudes: Float64Array.from(magnitudes) })

test('knows all followers, unless those of most reshares are unknown', () => {
  expect(of(10, 5, 0)).toBe('all')
  expect(of(0, 5, 7)).toBe('all')
  expect(of(NaN, 5, 7)).toBe('all')
  expect(of(10, 5, NaN)).toBe('all')
  expect(of(10, 5, NaN, NaN)).toBe('post')
  expect(of(NaN, 5, NaN, NaN)).toBe('none')
})

test('zeros for all reshares count as unknown, as exports write them', () => {
  expect(of(10, 0, 0)).toBe('post')
  expect(of(0, 0, 0)).toBe('none')
})

test('a post without reshares is known by itself', () => {
  expect(of(10)).toBe('all')
  expect(of(0)).toBe('none')
  expect(of(NaN)).toBe('none')
})

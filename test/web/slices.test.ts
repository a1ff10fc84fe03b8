import { expect, test } from 'vitest'
import { compareSlices, describeSlice } from '../../web/predictor/slices.ts'

const windows = { title: 'Window', kind: 'seconds' } as const
const languages = { title: 'Language', kind: 'text' } as const

test('sorts slices in seconds as numbers and shows them as durations, all cases first', () => {
  const sorted = ['3600', 'all', '300', '60'].toSorted((a, b) => compareSlices(windows, a, b))
  expect(sorted.map(slice => describeSlice(windows, slice))).toEqual(['All', '1 min', '5 min', '1 h'])
})

test('sorts and shows slices of text as text', () => {
  const sorted = ['nl', 'all', 'en', '10', '9'].toSorted((a, b) => compareSlices(languages, a, b))
  expect(sorted.map(slice => describeSlice(languages, slice))).toEqual(['All', '10', '9', 'en', 'nl'])
})

test('shows a slice unchanged if it is not a number of seconds', () => {
  expect(describeSlice(windows, 'unknown')).toBe('unknown')
  expect(['unknown', 'other'].toSorted((a, b) => compareSlices(windows, a, b))).toEqual(['other', 'unknown'])
})

test('shows cases without a slice as all', () => {
  expect(describeSlice(null, null)).toBe('All')
})

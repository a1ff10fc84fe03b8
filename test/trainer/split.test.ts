import { expect, test } from 'vitest'
import { readGroupFilter, writeGroupFilter } from '../../trainer/group-filter.ts'
import { split } from '../../trainer/split.ts'

const cases = Array.from({ length: 200 }, (_, index) => ({
  group: `g${index >> 1}`,
  endedAt: 1_000 + (index >> 1)
}))
const options = { seed: 1, heldOutShare: 0.25, minHeldOutGroups: 0, champion: null }

test('holds out whole groups, those that ended last', () => {
  const { training, heldOut, heldOutGroups } = split(cases, options)
  expect(heldOutGroups).toBe(25)
  expect(training.length + heldOut.length).toBe(200)
  const trained = new Set(training.map(({ group }) => group))
  expect(heldOut.some(({ group }) => trained.has(group))).toBe(false)
  expect(Math.min(...heldOut.map(({ endedAt }) => endedAt))).toBe(1_075)
})

test('the split does not depend on the order of cases', () => {
  const groupsOf = (from: typeof cases) =>
    split(from, options)
      .heldOut.map(({ group }) => group)
      .toSorted()
  expect(groupsOf(cases.toReversed())).toEqual(groupsOf(cases))
  const same = cases.map(({ group }) => ({ group, endedAt: 7 }))
  expect(groupsOf(same.toReversed())).toEqual(groupsOf(same))
})

test('holds out only groups that ended after the cut and that the champion was not trained on', () => {
  const isMember = (group: string) => Number(group.slice(1)) % 2 === 0
  const { heldOut, training } = split(cases, {
    ...options,
    heldOutShare: 1,
    champion: { cut: 1_059, isMember }
  })
  const groups = new Set(heldOut.map(({ group }) => Number(group.slice(1))))
  expect([...groups].sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => 61 + 2 * index))
  expect(training.length).toBe(160)
})

test('does not hold out a group with a case before the cut', () => {
  const both = [
    { group: 'old', endedAt: 5 },
    { group: 'old', endedAt: 50 },
    { group: 'new', endedAt: 50 },
    { group: 'other', endedAt: 1 }
  ]
  const champion = { cut: 10, isMember: () => false }
  const { heldOut } = split(both, { ...options, heldOutShare: 1, champion })
  expect(heldOut).toEqual([{ group: 'new', endedAt: 50 }])
})

test('the seed decides between groups that ended at the same time', () => {
  const same = cases.map(({ group }) => ({ group, endedAt: 7 }))
  const drawn = (seed: number) => split(same, { ...options, seed }).heldOut.map(({ group }) => group)
  expect(drawn(1)).toEqual(drawn(1))
  expect(drawn(1)).not.toEqual(drawn(2))
  expect(drawn(1)).toHaveLength(50)
})

test('holds out all eligible groups if there are few', () => {
  const champion = { cut: 1_059, isMember: () => false }
  expect(split(cases, { ...options, minHeldOutGroups: 30, champion }).heldOutGroups).toBe(30)
  expect(split(cases, { ...options, minHeldOutGroups: 90, champion }).heldOutGroups).toBe(40)
})

test('at most half of all groups are held out', () => {
  expect(split(cases, { ...options, heldOutShare: 1 }).heldOutGroups).toBe(50)
})

test('a group filter has no false negatives and few false positives', () => {
  const members = new Set(Array.from({ length: 5_000 }, (_, index) => `cascade-${index}`))
  const filter = writeGroupFilter(members)
  const isMember = readGroupFilter(filter)
  expect([...members].every(isMember)).toBe(true)
  const strangers = Array.from({ length: 10_000 }, (_, index) => `cascade-${5_000 + index}`)
  const taken = strangers.filter(isMember).length
  // 10 bits and 7 probes: 0.8 % in theory.
  expect(taken / 10_000).toBeLessThan(0.02)
  expect(filter.length).toBeLessThan(5_000 * 1.7)
  expect(readGroupFilter(writeGroupFilter(new Set()))('anything')).toBe(false)
})

test('reads a filter of an earlier version', () => {
  expect(writeGroupFilter(new Set(['a', 'b', 'c']))).toBe('u1KuXQ==')
  expect(['a', 'b', 'c', 'd'].map(readGroupFilter('u1KuXQ=='))).toEqual([true, true, true, false])
})

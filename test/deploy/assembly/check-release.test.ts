import { expect, test } from 'vitest'
import { findReleaseFaults } from '../../by-hand/check-release.ts'
import { listAges } from '../../by-hand/records.ts'
import { runs } from '../../by-hand/runs.ts'

const since = (changedLines: number) => ({ date: '2026-11-28T12:00:00.000Z', commits: 3, changedLines })

test('requires every manual run on nearly the current code, and locked migrations, for a release', () => {
  expect(findReleaseFaults([{ name: 'kills', since: since(500) }], [])).toEqual([])
  expect(
    findReleaseFaults(
      [
        { name: 'kills', since: since(501) },
        { name: 'soak', since: null }
      ],
      ['010-new']
    )
  ).toEqual([
    '501 lines have changed since kills passed (at most 500): run npm run by-hand -- kills',
    'soak has not passed in this history: run npm run by-hand -- soak',
    'migration 010-new is not locked: run npm run lock:migrations'
  ])
})

test('lists the age of every manual run, or that it never passed', () => {
  expect(listAges().map(({ name }) => name)).toEqual(runs.map(({ name }) => name))
})

import { expect, test } from 'vitest'
import { migrations } from '../../adapters/database/migrations/index.ts'
import { hashMigration, readLock } from './lock-migrations.ts'

const names = migrations.map(({ name }) => name)
const locked = Object.keys(readLock())

test('gives migrations unique ascending numbers', () => {
  const numbers = names.map(name => /^(\d{3})-/.exec(name)?.[1])
  expect(numbers).toEqual([...new Set(numbers)].toSorted())
})

test('never changes a landed migration, or inserts one before it', () => {
  for (const [name, hash] of Object.entries(readLock()))
    expect([name, hashMigration(name)], 'databases have run it as it was: add a new migration').toEqual([
      name,
      hash
    ])
  expect(names.slice(0, locked.length)).toEqual(locked)
})

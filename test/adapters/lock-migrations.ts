import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { migrations } from '../../adapters/database/migrations/index.ts'

const folder = new URL('../../adapters/database/migrations/', import.meta.url)
const lockFile = new URL('landed.json', folder)

/** The SHA-256 of each migration that has landed, by name. */
export function readLock(): Readonly<Record<string, string>> {
  return JSON.parse(readFileSync(lockFile, 'utf8')) as Record<string, string>
}

export function hashMigration(name: string): string {
  return createHash('sha256')
    .update(readFileSync(new URL(`${name}.ts`, folder)))
    .digest('hex')
}

// `npm run lock:migrations` adds new migrations. It never changes an entry, because a landed migration never changes.
if (import.meta.main) {
  const lock = { ...readLock() }
  for (const { name } of migrations) lock[name] ??= hashMigration(name)
  writeFileSync(lockFile, `${JSON.stringify(lock, null, 2)}\n`)
}

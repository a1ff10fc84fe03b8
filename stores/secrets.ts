import type { Database } from '../ports/database.ts'

/** Secrets that all processes share. */
interface Secrets {
  /** Returns the secret. The first process that calls it makes and stores it. */
  obtain(name: string, make: () => string): Promise<string>
}

export function buildSecrets(database: Database): Secrets {
  return {
    async obtain(name, make) {
      const read = () =>
        database.reader.selectFrom('secrets').select('secret').where('name', '=', name).executeTakeFirst()
      const known = await read()
      if (known) return known.secret
      await database.write(transaction =>
        transaction
          .insertInto('secrets')
          .values({ name, secret: make() })
          .onConflict(on => on.column('name').doNothing())
          .execute()
      )
      return (await read())!.secret
    }
  }
}

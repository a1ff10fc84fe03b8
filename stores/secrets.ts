import type { Database } from '../ports/database.ts'

/** What all processes must agree on and nobody else may know. */
interface Secrets {
  /** Made at the first call, by whichever process comes first; the same ever after. */
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

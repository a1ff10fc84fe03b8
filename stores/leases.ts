import type { Transaction } from 'kysely'
import type { Clock } from '../ports/clock.ts'
import type { Database } from '../ports/database.ts'
import type { Tables } from '../ports/tables.ts'

/** A lease that ends this much later than a new one was taken by a wrong clock (a restored database): it is free. */
const CLOCKS_DIFFER_MILLISECONDS = 60_000

/** Leases with one owner at a time among all processes: 'relay', 'reaper', 'trainer.<predictor>'. */
export interface Leases {
  /** Takes a free or expired lease, or renews the owner's. False: another owner holds it. */
  take(name: string, owner: string, seconds: number): Promise<boolean>
  /** Whether the owner holds it. If so, nobody else can take it before this transaction ends. */
  hold(transaction: Transaction<Tables>, name: string, owner: string): Promise<boolean>
  /** Releases the lease if the owner holds it. */
  drop(name: string, owner: string): Promise<void>
  holder(name: string): Promise<{ readonly owner: string; readonly until: number } | null>
}

export function buildLeases({
  database,
  clock
}: {
  readonly database: Database
  readonly clock: Clock
}): Leases {
  return {
    async take(name, owner, seconds) {
      const now = clock.now()
      const until = now + seconds * 1000
      return database.write(async transaction => {
        const rows = await transaction
          .insertInto('leases')
          .values({ name, owner, until })
          .onConflict(on =>
            on
              .column('name')
              .doUpdateSet({ owner, until })
              .where(({ or, eb }) =>
                or([
                  eb('leases.owner', '=', owner),
                  eb('leases.until', '<=', now),
                  eb('leases.until', '>', until + CLOCKS_DIFFER_MILLISECONDS)
                ])
              )
          )
          .returning('name')
          .execute()
        return rows.length === 1
      })
    },
    async hold(transaction, name, owner) {
      const held = await transaction
        .updateTable('leases')
        .set(({ ref }) => ({ until: ref('until') }))
        .where('name', '=', name)
        .where('owner', '=', owner)
        .returning('name')
        .executeTakeFirst()
      return held !== undefined
    },
    async drop(name, owner) {
      await database.write(transaction =>
        transaction.deleteFrom('leases').where('name', '=', name).where('owner', '=', owner).execute()
      )
    },
    async holder(name) {
      const row = await database.reader
        .selectFrom('leases')
        .select(['owner', 'until'])
        .where('name', '=', name)
        .where('until', '>', clock.now())
        .executeTakeFirst()
      return row ?? null
    }
  }
}

import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database } from '../../ports/database.ts'
import { isUnavailable } from '../../ports/errors.ts'
import type { LeaseRow } from '../../ports/tables.ts'
import { median } from '../../stores/median.ts'

/**
 * Describes the tests that every Database must pass. `open` returns a migrated, empty database, and `reopen` another handle on
 * the same data.
 */
export function describeDatabase(
  name: string,
  adapter: { open(): Promise<Database>; reopen(database: Database): Promise<Database> }
): void {
  describe(`database: ${name}`, () => {
    let database: Database
    beforeAll(async () => {
      database = await adapter.open()
    })
    afterAll(() => database.close())

    const lease = (key: string, until = 1): LeaseRow => ({ name: key, owner: 'test', until })
    const insert = (key: string) =>
      database.write(async transaction => {
        await transaction.insertInto('leases').values(lease(key)).execute()
      })
    const names = async (prefix: string) => {
      const rows = await database.reader
        .selectFrom('leases')
        .select('name')
        .where('name', 'like', `${prefix}%`)
        .orderBy('name')
        .execute()
      return rows.map(row => row.name)
    }

    test('reads what was written, also through another handle', async () => {
      await insert('seen.1')
      expect(await names('seen.')).toEqual(['seen.1'])
      const other = await adapter.reopen(database)
      const rows = await other.reader.selectFrom('leases').selectAll().where('name', '=', 'seen.1').execute()
      expect(rows).toEqual([lease('seen.1')])
      await other.close()
    })

    test('a write returns the result of its work, and reads its own rows', async () => {
      const answer = await database.write(async transaction => {
        await transaction
          .insertInto('leases')
          .values(lease('own.1', 2 ** 45))
          .execute()
        return transaction.selectFrom('leases').select('until').where('name', '=', 'own.1').executeTakeFirst()
      })
      expect(answer).toEqual({ until: 2 ** 45 })
    })

    test('stores any text unchanged, except U+0000, which may become U+FFFD', async () => {
      const text = `quote ' \\ " line\n\ttab é 漢 \u{1f30a} end`
      await database.write(transaction =>
        transaction
          .insertInto('leases')
          .values([
            { ...lease('text.1'), owner: text },
            { ...lease('text.2'), owner: 'broken\0message' }
          ])
          .execute()
      )
      const rows = await database.reader
        .selectFrom('leases')
        .select('owner')
        .where('name', 'like', 'text.%')
        .orderBy('name')
        .execute()
      expect(rows[0]).toEqual({ owner: text })
      expect(rows[1]?.owner).toMatch(/^broken[\0\ufffd]message$/)
    })

    test('undoes only the one of many concurrent writes that throws', async () => {
      const writes = Array.from({ length: 20 }, (_, index) =>
        database.write(async transaction => {
          await transaction
            .insertInto('leases')
            .values(lease(`alone.${index + 10}`))
            .execute()
          if (index === 7) throw new Error('this one')
          return index
        })
      )
      const settled = await Promise.allSettled(writes)
      expect(settled.map(each => each.status === 'fulfilled')).toEqual(writes.map((_, index) => index !== 7))
      expect(settled[7]).toMatchObject({ reason: { message: 'this one' } })
      const kept = await names('alone.')
      expect(kept).toHaveLength(19)
      expect(kept).not.toContain('alone.17')
    })

    test('a violated constraint is not reported as unavailable', async () => {
      await insert('refused.1')
      const refused = await insert('refused.1').catch((error: unknown) => error)
      expect(refused).toBeInstanceOf(Error)
      expect(isUnavailable(refused)).toBe(false)
      const missing = database.write(transaction =>
        transaction
          .insertInto('leases')
          .values({ ...lease('refused.2'), owner: null as unknown as string })
          .execute()
      )
      expect(isUnavailable(await missing.catch((error: unknown) => error))).toBe(false)
    })

    test('a violated constraint undoes only its own write', async () => {
      await insert('rule.1')
      const results = await Promise.allSettled([insert('rule.0'), insert('rule.1'), insert('rule.2')])
      expect(results.map(each => each.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
      expect(await names('rule.')).toEqual(['rule.0', 'rule.1', 'rule.2'])
    })

    test('a failed statement undoes the concurrent statements of its write and skips the waiting ones', async () => {
      await insert('together.0')
      const keys = Array.from({ length: 20 }, (_, index) => `together.${index === 3 ? 0 : index + 10}`)
      const write = database.write(transaction =>
        Promise.all(keys.map(key => transaction.insertInto('leases').values(lease(key)).execute()))
      )
      await expect(write).rejects.toThrow()
      await insert('together.1')
      expect(await names('together.')).toEqual(['together.0', 'together.1'])
    })

    test('a statement that does not compile affects no other write', async () => {
      const results = await Promise.allSettled([
        insert('compile.0'),
        database.write(transaction => sql`select nothing from nowhere`.execute(transaction)),
        insert('compile.1')
      ])
      expect(results.map(each => each.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
      expect(await names('compile.')).toEqual(['compile.0', 'compile.1'])
    })

    test('runs writes one after another, so that no increment is lost', async () => {
      await database.write(transaction =>
        transaction.insertInto('leases').values(lease('count', 0)).execute()
      )
      const add = () =>
        database.write(async transaction => {
          const row = await transaction
            .selectFrom('leases')
            .select('until')
            .where('name', '=', 'count')
            .executeTakeFirstOrThrow()
          await transaction
            .updateTable('leases')
            .set({ until: row.until + 1 })
            .where('name', '=', 'count')
            .execute()
        })
      await Promise.all(Array.from({ length: 300 }, add))
      const rows = await database.reader
        .selectFrom('leases')
        .select('until')
        .where('name', '=', 'count')
        .execute()
      expect(rows).toEqual([{ until: 300 }])
    })

    test('returns the rows of a changing statement and the number of changed rows', async () => {
      const [returned, updated] = await database.write(async transaction => [
        await transaction
          .insertInto('leases')
          .values([lease('told.1'), lease('told.2')])
          .returning('name')
          .execute(),
        await transaction
          .updateTable('leases')
          .set({ until: 5 })
          .where('name', 'like', 'told.%')
          .executeTakeFirst()
      ])
      expect(returned.map(row => row.name).sort()).toEqual(['told.1', 'told.2'])
      expect(Number(updated?.numUpdatedRows)).toBe(2)
    })

    test('runs statements without waiting in between, all or none', async () => {
      const statements = (...keys: string[]) =>
        keys.map(key => database.reader.insertInto('leases').values(lease(key)).compile())
      await database.run(statements('run.1', 'run.2'))
      const results = await Promise.allSettled([
        database.run(statements('run.3', 'run.1')),
        insert('run.4'),
        database.run(statements('run.5'), { isDurable: false }),
        database.run(statements('run.6'))
      ])
      expect(results.map(each => each.status)).toEqual(['rejected', 'fulfilled', 'fulfilled', 'fulfilled'])
      expect(await names('run.')).toEqual(['run.1', 'run.2', 'run.4', 'run.5', 'run.6'])
    })

    test('runs every repetition of a statement, also of a prepared one', async () => {
      for (let count = 0; count < 20; count++) {
        const statement = database.reader
          .insertInto('leases')
          .values(lease(`again.${count}`))
          .compile()
        await database.run([statement], { isDurable: count % 2 === 0 })
        await database.write(
          transaction =>
            transaction
              .updateTable('leases')
              .set({ until: count })
              .where('name', '=', `again.${count}`)
              .execute(),
          { isDurable: count % 3 === 0 }
        )
      }
      const rows = await database.reader
        .selectFrom('leases')
        .select('until')
        .where('name', 'like', 'again.%')
        .execute()
      expect(rows.map(({ until }) => until).toSorted((left, right) => left - right)).toEqual(
        Array.from({ length: 20 }, (_, count) => count)
      )
    })

    test('computes the median of a group, without its nulls', async () => {
      const { dialect, reader } = database
      const { rows } = await sql`
        with scores (name, loss) as (values ('even', 4.5), ('even', 1.0), ('even', 2.0), ('even', 3.0),
          ('none', null), ('odd', 7.0), ('odd', null), ('odd', -2.5), ('odd', 9.0))
        select name, ${median(dialect, 'loss')} as median from scores group by name order by name`.execute(
        reader
      )
      expect(rows).toEqual([
        { name: 'even', median: 2.5 },
        { name: 'none', median: null },
        { name: 'odd', median: 7 }
      ])
    })

    test('migrating an up-to-date database changes nothing', async () => {
      await insert('migrated.1')
      await database.migrate()
      expect(await names('migrated.')).toEqual(['migrated.1'])
    })

    test('rejects a newer schema', async () => {
      const future = '999-future'
      await database.write(transaction =>
        sql`insert into schema_history (name, applied_at) values (${future}, 0)`.execute(transaction)
      )
      await expect(database.migrate()).rejects.toMatchObject({ code: 'data-folder-newer' })
      await database.write(transaction =>
        sql`delete from schema_history where name = ${future}`.execute(transaction)
      )
      await database.migrate()
    })

    test('passes its own check', () => database.check())
  })
}

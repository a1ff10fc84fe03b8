import type { Kysely } from 'kysely'
import type pg from 'pg'
import type { Tables } from '../../../ports/tables.ts'
import { buildKysely } from './dialect.ts'
import { isDisconnection, toFailure } from './failures.ts'
import { type Answer, openSession } from './session.ts'

/** Reads committed rows, each query on its own connection. Retries a query once if its connection breaks. */
export function buildReader(pool: pg.Pool): Kysely<Tables> {
  async function queryOnce(sql: string, parameters: readonly unknown[]): Promise<Answer> {
    const session = await openSession(pool)
    try {
      return await session.query(sql, parameters)
    } finally {
      session.release()
    }
  }

  return buildKysely(async (sql, parameters) => {
    try {
      return await queryOnce(sql, parameters).catch(error => {
        if (isDisconnection(error)) return queryOnce(sql, parameters)
        throw error
      })
    } catch (error) {
      throw toFailure(error)
    }
  })
}

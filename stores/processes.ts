import type { Clock } from '../ports/clock.ts'
import type { Database } from '../ports/database.ts'

interface ProcessReport {
  /** Unique for each start of a process. */
  readonly id: string
  readonly services: readonly string[]
  readonly startedAt: number
  readonly seenAt: number
  /** JSON text: live versions, threads, running work. */
  readonly status: string
}

/** The running processes, by their heartbeats. */
export interface Processes {
  beat(report: Omit<ProcessReport, 'seenAt'>): Promise<void>
  leave(id: string): Promise<void>
  /** Lists the processes seen within `withinSeconds`, by id. */
  list(withinSeconds: number): Promise<readonly ProcessReport[]>
  /** Deletes the processes not seen since `before`. */
  sweep(before: number): Promise<number>
}

export function buildProcesses({
  database,
  clock
}: {
  readonly database: Database
  readonly clock: Clock
}): Processes {
  return {
    async beat({ id, services, startedAt, status }) {
      const seen_at = clock.now()
      await database.write(transaction =>
        transaction
          .insertInto('processes')
          .values({ id, services: services.join(','), started_at: startedAt, seen_at, status })
          .onConflict(on => on.column('id').doUpdateSet({ seen_at, status }))
          .execute()
      )
    },
    async leave(id) {
      await database.write(transaction => transaction.deleteFrom('processes').where('id', '=', id).execute())
    },
    async list(withinSeconds) {
      const rows = await database.reader
        .selectFrom('processes')
        .selectAll()
        .where('seen_at', '>=', clock.now() - withinSeconds * 1000)
        .orderBy('id')
        .execute()
      return rows.map(row => ({
        id: row.id,
        services: row.services.split(','),
        startedAt: row.started_at,
        seenAt: row.seen_at,
        status: row.status
      }))
    },
    async sweep(before) {
      const result = await database.write(transaction =>
        transaction.deleteFrom('processes').where('seen_at', '<', before).executeTakeFirst()
      )
      return Number(result.numDeletedRows)
    }
  }
}

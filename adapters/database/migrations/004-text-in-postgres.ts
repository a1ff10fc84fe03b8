import { sql } from 'kysely'
import type { Migration } from '../migrate.ts'

// Long JSON and packed events: kept beside the row, uncompressed. Packing them costs more than their bytes on disk.
const long: Readonly<Record<string, readonly string[]>> = {
  predictions: ['features', 'output', 'timings'],
  prediction_inputs: ['input'],
  outbox: ['payload'],
  feed: ['payload'],
  dead_letters: ['body'],
  webhook_deliveries: ['payload'],
  outcomes: ['outcome'],
  samples: ['sample'],
  training_runs: ['report'],
  cascade_chunks: ['bytes'],
  checkpoints: ['state']
}

/** Text sorts by its bytes, as in SQLite, whatever the server's language: cursors and ids rely on it. */
export const textInPostgres: Migration = {
  name: '004-text-in-postgres',
  async up(schema, dialect) {
    if (dialect !== 'postgres') return
    const { rows } = await sql<{ table_name: string; column_name: string }>`
      select table_name, column_name from information_schema.columns
      where table_schema = current_schema() and data_type = 'text' and table_name <> 'schema_history'`.execute(
      schema
    )
    for (const [table, columns] of Map.groupBy(rows, row => row.table_name)) {
      const changes = columns.map(({ column_name: column }) => `alter ${column} type text collate "C"`)
      await sql.raw(`alter table ${table} ${changes.join(', ')}`).execute(schema)
    }
    for (const [table, columns] of Object.entries(long)) {
      const changes = columns.map(column => `alter ${column} set storage external`)
      await sql.raw(`alter table ${table} ${changes.join(', ')}`).execute(schema)
    }
  }
}

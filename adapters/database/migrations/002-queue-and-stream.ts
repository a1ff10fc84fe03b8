import { sql } from 'kysely'
import type { Migration } from '../migrate.ts'

/**
 * Queue and stream of the embedded mode; the cluster has servers for them. Numbers are given by the one process that
 * owns the file, so that a table is one tree and a message one insertion.
 */
export const queueAndStream: Migration = {
  name: '002-queue-and-stream',
  async up(schema, dialect) {
    if (dialect !== 'sqlite') return
    await sql`create table queue_messages (
      queue text not null, sequence integer not null, id text not null, body text not null,
      primary key (queue, sequence)) without rowid`.execute(schema)
    await sql`create table queue_dead_letters (
      queue text not null, sequence integer not null, id text not null, body text not null, reason text not null,
      primary key (queue, sequence)) without rowid`.execute(schema)
    await sql`create table stream_topics (
      number integer primary key, name text not null unique, partitions integer not null,
      is_compacted integer not null, retention_seconds real)`.execute(schema)
    await sql`create table stream_batches (
      topic integer not null, partition integer not null, next_position integer not null,
      first_position integer not null, created_at integer not null, messages text not null)`.execute(schema)
    await sql`create unique index stream_batches_place on stream_batches (topic, partition, next_position)`.execute(
      schema
    )
  }
}

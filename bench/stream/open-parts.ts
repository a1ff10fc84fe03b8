import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { systemClock } from '../../adapters/clock/system.ts'
import { openPostgres } from '../../adapters/database/postgres/open.ts'
import { openSqlite } from '../../adapters/database/sqlite/open.ts'
import { buildMetrics } from '../../adapters/metrics/prometheus.ts'
import { openEmbeddedStream } from '../../adapters/stream/embedded/stream.ts'
import { openKafkaStream } from '../../adapters/stream/kafka/stream.ts'
import { kafkaConnectionOf } from '../../app/cluster-settings.ts'
import { type Config, readConfig } from '../../app/config.ts'
import { prefixStream } from '../../app/prefix-ports.ts'
import { listTopics } from '../../app/topics.ts'
import type { Database } from '../../ports/database.ts'
import type { Log } from '../../ports/log.ts'
import type { EventStream } from '../../ports/stream.ts'

const failing = (message: string, fields?: unknown) => {
  throw new Error(`${message} ${JSON.stringify(fields)}`)
}
const log: Log = { debug() {}, info() {}, warn: failing, error: failing, child: () => log }
const clock = systemClock

/** Database and stream as `start` opens them: in a folder, or with MODE=cluster where the environment says. */
export async function openParts(folder: string) {
  const config = readConfig(process.env.MODE === 'cluster' ? process.env : {})
  const database =
    config.mode === 'embedded'
      ? await openSqlite({ path: join(folder, 'stream.db') })
      : openPostgres({ url: config.cluster.databaseUrl! })
  await database.migrate()
  const stream = await openStream(config, database)
  await stream.declare(listTopics(config))
  return {
    database,
    stream,
    clock,
    log,
    metrics: buildMetrics(),
    config,
    owner: randomUUID(),
    async close() {
      await stream.close()
      await database.close()
    }
  }
}

async function openStream({ mode, cluster }: Config, database: Database): Promise<EventStream> {
  if (mode === 'embedded') return openEmbeddedStream({ database, clock, log })
  const connection = kafkaConnectionOf(cluster)
  return prefixStream(await openKafkaStream({ connection, replicationFactor: 1, clock, log }), cluster.prefix)
}

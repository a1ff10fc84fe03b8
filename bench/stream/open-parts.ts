import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { systemClock } from '../../adapters/clock/system.ts'
import { openSqlite } from '../../adapters/database/sqlite/open.ts'
import { buildMetrics } from '../../adapters/metrics/prometheus.ts'
import { openEmbeddedStream } from '../../adapters/stream/embedded/stream.ts'
import { readConfig } from '../../app/config.ts'
import { listTopics } from '../../app/topics.ts'
import type { Log } from '../../ports/log.ts'

const failing = (message: string, fields?: unknown) => {
  throw new Error(`${message} ${JSON.stringify(fields)}`)
}
const log: Log = { debug() {}, info() {}, warn: failing, error: failing, child: () => log }

/** Database and stream of the embedded mode, as `start` opens them, in a folder. */
export async function openParts(folder: string) {
  const database = await openSqlite({ path: join(folder, 'stream.db') })
  await database.migrate()
  const clock = systemClock
  const stream = await openEmbeddedStream({ database, clock, log })
  const config = readConfig({})
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

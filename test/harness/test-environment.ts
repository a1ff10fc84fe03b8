import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { openBlobsFolder } from '../../adapters/blobs/folder.ts'
import { openS3 } from '../../adapters/blobs/s3/open.ts'
import { systemClock } from '../../adapters/clock/system.ts'
import { openPostgres } from '../../adapters/database/postgres/open.ts'
import { openSqlite } from '../../adapters/database/sqlite/open.ts'
import { openEmbeddedStream } from '../../adapters/stream/embedded/stream.ts'
import { openKafkaStream } from '../../adapters/stream/kafka/stream.ts'
import { dataFiles } from '../../app/data-folder.ts'
import { prefixStream } from '../../app/prefix-ports.ts'
import type { BlobStore } from '../../ports/blobs.ts'
import type { Database } from '../../ports/database.ts'
import type { EventStream } from '../../ports/stream.ts'
import { makeClusterNamespace } from './cluster-namespace.ts'
import { buildRecordingLog } from './recording-log.ts'
import { makeTemporaryFolder } from './temporary.ts'

/** Folder, settings and servers of the program in one test, in either mode, with access to the stored data. */
export interface TestEnvironment {
  readonly mode: 'embedded' | 'cluster'
  /** The working directory of the program. In embedded mode its data is in `data` below. */
  readonly folder: string
  /** The environment variables of each process. */
  readonly settings: Readonly<Record<string, string>>
  openBlobs(): BlobStore
  openDatabase(): Promise<Database>
  openStream(database: Database): Promise<EventStream>
  remove(): Promise<void>
}

/** The mode of this run of the tests. */
export const testMode = process.env.TEST_MODE === 'cluster' ? 'cluster' : 'embedded'

/** Opens a test environment for one test and removes it at the end of the test. */
export async function environmentForTest(): Promise<TestEnvironment> {
  const testEnvironment = await makeEnvironment()
  onTestFinished(testEnvironment.remove)
  return testEnvironment
}

/** Opens one for a whole test file or a benchmark. The caller removes it. A given `folder` is not removed. */
export async function makeEnvironment(mode = testMode, folder?: string): Promise<TestEnvironment> {
  const namespace = folder ?? makeTemporaryFolder()
  const removeFolder = () => {
    if (folder === undefined) rmSync(namespace, { recursive: true, force: true })
  }
  return mode === 'embedded' ? buildEmbedded(namespace, removeFolder) : makeCluster(namespace, removeFolder)
}

function buildEmbedded(folder: string, removeFolder: () => void): TestEnvironment {
  const data = join(folder, 'data')
  const files = dataFiles(data)
  return {
    mode: 'embedded',
    folder,
    settings: { MODE: 'embedded', DATA_DIR: data },
    openBlobs: () => openBlobsFolder(files.blobs),
    openDatabase: () => openSqlite({ path: files.database }),
    openStream: database =>
      openEmbeddedStream({ database, clock: systemClock, log: buildRecordingLog().log }),
    remove: async () => removeFolder()
  }
}

async function makeCluster(folder: string, removeFolder: () => void): Promise<TestEnvironment> {
  const namespace = await makeClusterNamespace()
  return {
    mode: 'cluster',
    folder,
    settings: namespace.settings,
    openBlobs: () => openS3(namespace.s3),
    openDatabase: async () => openPostgres({ url: namespace.databaseUrl, writers: 1, readers: 1 }),
    async openStream() {
      const connection = { brokers: namespace.brokers }
      const { log } = buildRecordingLog()
      const stream = await openKafkaStream({ connection, replicationFactor: 1, clock: systemClock, log })
      return prefixStream(stream, namespace.prefix)
    },
    async remove() {
      removeFolder()
      await namespace.remove()
    }
  }
}

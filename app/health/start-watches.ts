import type { BlobStore } from '../../ports/blobs.ts'
import type { Problem } from '../../ports/health.ts'
import type { Closers } from '../closers.ts'
import type { Config } from '../config.ts'
import type { Ports } from '../ports.ts'
import { remediesOf } from './remedies.ts'
import { watchDependency } from './watch-dependency.ts'
import { checkFreeSpace } from './watch-disk.ts'
import { buildStorageHealth } from './watch-storage.ts'

/**
 * Starts the health checks of all dependencies. Returns the ports with a database that reports failed writes; the stores
 * must use that database.
 */
export function startWatches(ports: Ports, config: Config, closers: Closers): Ports {
  const { database, queue, stream, blobs, health, clock } = ports
  const remedies = remediesOf(config.mode)
  const storage = buildStorageHealth(health, clock, remedies)

  function watch(name: string, check: () => Promise<Problem | null>, onResult: OnResult): void {
    closers.add(`check of the ${name}`, watchDependency(ports, name, check, onResult).close)
  }

  /** Watches a dependency that has its own component. */
  function watchServer(name: 'queue' | 'stream' | 'blobs', check: () => Promise<void>): void {
    const component = health.component({ name, role: name, remedy: remedies[name] })
    watch(name, passes(check), problem => {
      if (problem) return component.reportProblem(problem)
      component.clearProblem()
      component.noteProgress()
    })
  }

  watch('database', passes(database.check), problem => storage.reportDatabase('check', problem))
  watchServer('blobs', () => reach(blobs))
  // In embedded mode queue and stream are tables of the database.
  if (config.mode === 'cluster') {
    watchServer('queue', queue.check)
    watchServer('stream', stream.check)
  } else {
    const check = () => checkFreeSpace(config.dataFolder)
    watch('disk', check, problem => storage.reportDisk('check', problem))
  }
  return { ...ports, database: storage.watch(database) }
}

type OnResult = (problem: Problem | null) => void

/** Checks the store by reading a missing key. `blobs.check` writes, which may cost money. */
async function reach(blobs: BlobStore): Promise<void> {
  await blobs.size('reachable')
}

function passes(check: () => Promise<void>): () => Promise<null> {
  return async () => {
    await check()
    return null
  }
}

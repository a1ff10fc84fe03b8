import type { BlobStore } from '../../ports/blobs.ts'
import type { Problem } from '../../ports/health.ts'
import type { Closers } from '../closers.ts'
import type { Config } from '../config.ts'
import type { Ports } from '../ports.ts'
import { remediesOf } from './remedies.ts'
import { watchDependency } from './watch-dependency.ts'
import { examineRoom } from './watch-disk.ts'
import { buildStorageHealth } from './watch-storage.ts'

/**
 * Watches what the process depends on. Answers the same ports with a database whose writes are watched: what is built
 * on it must use that one.
 */
export function startWatches(ports: Ports, config: Config, closers: Closers): Ports {
  const { database, queue, stream, blobs, health, clock } = ports
  const remedies = remediesOf(config.mode)
  const storage = buildStorageHealth(health, clock, remedies)

  function watch(name: string, check: () => Promise<Problem | null>, onResult: OnResult): void {
    closers.add(`check of the ${name}`, watchDependency(ports, name, check, onResult).close)
  }

  /** One that has a component of its own. */
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
  // In a data folder the rows are all of them.
  if (config.mode === 'cluster') {
    watchServer('queue', queue.check)
    watchServer('stream', stream.check)
  } else {
    const examine = () => examineRoom(config.dataFolder)
    watch('disk', examine, problem => storage.reportDisk('room', problem))
  }
  return { ...ports, database: storage.watch(database) }
}

type OnResult = (problem: Problem | null) => void

/** Reads a key that is not there: the store's own check writes, and costs money where each request does. */
async function reach(blobs: BlobStore): Promise<void> {
  await blobs.size('reachable')
}

function passes(check: () => Promise<void>): () => Promise<null> {
  return async () => {
    await check()
    return null
  }
}

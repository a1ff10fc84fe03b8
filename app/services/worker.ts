import { availableParallelism } from 'node:os'
import { buildThreads } from '../../adapters/threads/piscina.ts'
import { startWorker } from '../../worker/start-worker.ts'
import type { AppContext, RunningService } from '../app-context.ts'
import { watchWorker } from '../health/watch-worker.ts'

export async function start(context: AppContext): Promise<RunningService> {
  const { config, ports, stores, predictors, owner, reports } = context
  const { threads: wanted, maxBatch, leaseSeconds } = config.worker
  const threads = buildThreads({ size: wanted || availableParallelism() })
  const worker = startWorker({
    ...ports,
    predictors,
    predictions: stores.predictions,
    versions: stores.modelVersions,
    calibrations: stores.calibrations,
    threads,
    owner,
    settings: { maxBatch, leaseSeconds, drainSeconds: config.drainSeconds }
  })
  reports.push(worker.status)
  const watch = watchWorker(ports, worker)
  return {
    async close() {
      await watch.close()
      await worker.close()
      await threads.close()
    }
  }
}

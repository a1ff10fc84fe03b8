import { availableParallelism } from 'node:os'
import { buildThreads } from '../../adapters/threads/piscina.ts'
import { startWorker } from '../../worker/start-worker.ts'
import type { House, RunningService } from '../house.ts'

export async function start(house: House): Promise<RunningService> {
  const { config, ports, stores, predictors, owner, checks, reports } = house
  const { threads: wanted, maxBatch, leaseSeconds } = config.worker
  const threads = buildThreads({ size: wanted || availableParallelism() })
  const worker = startWorker({
    ...ports,
    predictors,
    predictions: stores.predictions,
    versions: stores.modelVersions,
    threads,
    owner,
    settings: { maxBatch, leaseSeconds, drainSeconds: config.drainSeconds }
  })
  reports.push(worker.status)
  checks.push({
    name: 'worker',
    async check() {
      const status = worker.status()
      if (status.isReady) return
      const problems = Object.entries(status.predictors).map(
        ([name, { wanted, serving, problem }]) =>
          `${name} serves ${serving ?? 'no version'}, wanted ${wanted ?? 'none'}${problem ? `: ${problem}` : ''}`
      )
      throw new Error(problems.join('; '))
    }
  })
  return {
    async close() {
      await worker.close()
      await threads.close()
    }
  }
}

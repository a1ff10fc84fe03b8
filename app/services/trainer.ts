import { availableParallelism } from 'node:os'
import { buildThreads } from '../../adapters/threads/piscina.ts'
import { cascadeSize } from '../../predictors/cascade-size/cascade-size.ts'
import { buildIdleThreads } from '../../trainer/idle-threads.ts'
import { startTrainer } from '../../trainer/start-trainer.ts'
import type { AppContext, RunningService } from '../app-context.ts'

const IDLE_SECONDS = 10

export async function start({
  config,
  ports,
  stores,
  predictors,
  owner,
  version
}: AppContext): Promise<RunningService> {
  const size = config.worker.threads || availableParallelism()
  const threads = buildIdleThreads(() => buildThreads({ size }), ports.clock, IDLE_SECONDS)
  const component = ports.health.component({
    name: 'trainer',
    role: 'trainer',
    remedy: 'Check the log: the trainer retries. Outcomes and samples are kept meanwhile.'
  })
  const { keepsIds, networks, ...settings } = config.trainer
  const trainer = startTrainer({
    component,
    ...ports,
    ...stores,
    predictors,
    runs: stores.trainingRuns,
    versions: stores.modelVersions,
    threads,
    owner,
    codeVersion: version,
    settings: {
      ...settings,
      trainOptions: { [cascadeSize.name]: { keepsIds, networks } },
      startsFromFirstModel: config.models.bootstrap
    }
  })
  return {
    async close() {
      await trainer.close()
      await threads.close()
    }
  }
}

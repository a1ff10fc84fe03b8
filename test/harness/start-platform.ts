import { onTestFinished } from 'vitest'
import { openBlobsFolder } from '../../adapters/blobs/folder.ts'
import { systemClock } from '../../adapters/clock/system.ts'
import { buildMetrics } from '../../adapters/metrics/prometheus.ts'
import { openEmbeddedQueue } from '../../adapters/queue/embedded/queue.ts'
import { buildThreads } from '../../adapters/threads/piscina.ts'
import type { EventStream } from '../../ports/stream.ts'
import type { PredictorModule } from '../../predictors/predictor.ts'
import { startRelay } from '../../relay/relay.ts'
import { buildModelVersions } from '../../stores/model-versions.ts'
import { buildRecentFeatures } from '../../stores/recent-features.ts'
import { startTrainer, type TrainerSettings } from '../../trainer/start-trainer.ts'
import { startWorker } from '../../worker/start-worker.ts'
import { openHealth } from './open-health.ts'
import { openStores } from './open-stores.ts'
import { buildRecordingLog } from './recording-log.ts'
import { temporaryFolder } from './temporary.ts'

/** Starts worker and trainer for these predictors on the real embedded adapters, without the API. */
export async function startPlatform(
  predictors: readonly PredictorModule[],
  trainer: Partial<TrainerSettings> = {}
) {
  const clock = systemClock
  const { log, lines } = buildRecordingLog()
  const metrics = buildMetrics()
  const stores = await openStores(clock, { predictionsTopic: null, firstPauseSeconds: 0 })
  const { database, outbox, feed, leases } = stores
  const queue = await openEmbeddedQueue({ database, clock, log })
  const versions = buildModelVersions({ blobs: openBlobsFolder(temporaryFolder()), clock })
  const threads = buildThreads({ size: 2 })
  const owner = 'prc_test'
  const stream = null as unknown as EventStream
  const relay = startRelay({
    database,
    outbox,
    feed,
    leases,
    queue,
    stream,
    clock,
    log,
    deadLetters: stores.deadLetters,
    metrics,
    health: openHealth(),
    owner
  })
  const common = { ...stores, predictors, versions, threads, clock, log, metrics, owner }
  const worker = startWorker({ ...common, queue })
  const training = startTrainer({
    ...common,
    runs: stores.trainingRuns,
    recentFeatures: buildRecentFeatures(database),
    codeVersion: 'test',
    settings: { lookSeconds: 0.05, ...trainer }
  })
  onTestFinished(async () => {
    await training.close()
    await worker.close()
    await relay.close()
    await threads.close()
    await queue.close()
  })
  return { ...stores, queue, versions, worker, trainer: training, metrics, lines }
}

import { systemClock } from '../adapters/clock/system.ts'
import { buildMetrics } from '../adapters/metrics/prometheus.ts'
import type { Log } from '../ports/log.ts'
import { predictQueue } from '../stores/predictions/job.ts'
import { buildClosers } from './closers.ts'
import type { Config } from './config.ts'
import { buildHealth } from './health/build-health.ts'
import { loadPredictors } from './predictors.ts'
import { noRetry } from './retry-while-unavailable.ts'
import { listTopics } from './topics.ts'
import { openPorts } from './wire.ts'

interface Prepared {
  readonly topics: readonly string[]
  readonly queues: readonly string[]
}

const CLOSE_MILLISECONDS = 5_000

/**
 * Creates missing tables, bucket (or data folder), topics and queues, as every start does. Returns the names of topics and
 * queues. Throws the errors of opening and declaring them.
 */
export async function setUp(config: Config, log: Log): Promise<Prepared> {
  const predictors = await loadPredictors(config.predictorModules)
  const closers = buildClosers(log, CLOSE_MILLISECONDS)
  try {
    const metrics = buildMetrics()
    const health = buildHealth({ clock: systemClock, log, metrics, services: [] })
    const ports = await openPorts({
      config,
      log,
      metrics,
      health,
      closers,
      retryWhileUnavailable: noRetry,
      startWhenAvailable: noRetry
    })
    const topics = listTopics(config)
    await ports.stream.declare(topics)
    const queues = predictors.map(({ predictor }) => predictQueue(predictor.name))
    for (const queue of queues) await ports.queue.declare(queue)
    const prefix = ports.isShared ? config.cluster.prefix : ''
    const named = (name: string) => `${prefix}${name}`
    return { topics: topics.map(({ name }) => named(name)), queues: queues.map(named) }
  } finally {
    await closers.close()
  }
}

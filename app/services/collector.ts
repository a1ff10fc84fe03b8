import { COLLECTOR_GROUP } from '../../cascades/collector/checkpoint.ts'
import { startCollector, usualPace } from '../../cascades/collector/start-collector.ts'
import { FORECASTS_GROUP, startForecastWatch } from '../../cascades/collector/start-forecast-watch.ts'
import { startTopicReplays } from '../../cascades/collector/start-topic-replays.ts'
import { cascadeSize } from '../../predictors/cascade-size/cascade-size.ts'
import type { AppContext, RunningService } from '../app-context.ts'
import { watchReading } from '../health/watch-reading.ts'
import { watchWindows } from '../health/watch-windows.ts'
import { alertsTopic, cascadesTopic, deadLettersTopic, eventsTopic, predictionsTopic } from '../topics.ts'

// The collector reads cascades from the stream. A predictor with other events needs its own collector.
const predictor = cascadeSize.name

export async function start(context: AppContext): Promise<RunningService> {
  const { config, ports, stores, owner } = context
  const { windows, laterAges, checkpointSeconds, ...stream } = config.stream
  const parts = { ...ports, ...stores, owner, predictor }
  const ascending = (left: number, right: number) => left - right
  const partition = {
    ...stream,
    ...usualPace,
    windows: windows.toSorted(ascending),
    laterAges: laterAges.filter(age => !windows.includes(age)).toSorted(ascending)
  }
  const watch = await startForecastWatch({
    ...parts,
    // The rows of webhooks (stores), not the sender (ports).
    webhooks: stores.webhooks,
    topics: { predictions: predictionsTopic, alerts: alertsTopic },
    settings: config.alerts
  })
  const collector = await startCollector({
    ...parts,
    webhooks: stores.webhooks,
    growthAlerts: {
      minEvents: config.alerts.growthMinEvents,
      topic: alertsTopic,
      webhooks: config.alerts.webhooks
    },
    topics: { events: eventsTopic, cascades: cascadesTopic, deadLetters: deadLettersTopic },
    settings: {
      ...partition,
      maxBacklog: config.predictions.maxBacklog,
      checkpointMilliseconds: checkpointSeconds * 1_000
    }
  }).catch(async cause => {
    await watch.close()
    throw cause
  })
  const watches = [
    watchReading(context, {
      name: 'collector',
      topic: eventsTopic,
      group: COLLECTOR_GROUP,
      owned: () => collector.partitions,
      damaged: () => collector.damagedPartitions,
      paused: () =>
        collector.isCongested
          ? `${config.predictions.maxBacklog} predictions are waiting: the collector reads events again when they are fewer`
          : null
    }),
    watchReading(context, {
      name: 'forecast watch',
      topic: predictionsTopic,
      group: FORECASTS_GROUP,
      owned: () => watch.partitions
    }),
    watchWindows(ports, stores.modelVersions, predictor, partition.windows)
  ]
  const replays = startTopicReplays({ ...parts, topic: eventsTopic, settings: partition })
  return {
    async close() {
      await Promise.all(watches.map(each => each.close()))
      await replays.close()
      await collector.close()
      await watch.close()
    }
  }
}

import { startApi } from '../../api/server.ts'
import { defaultLimits } from '../../api/settings.ts'
import { COLLECTOR_GROUP } from '../../cascades/collector/checkpoint.ts'
import { buildEventIntake } from '../../cascades/rows/event-intake.ts'
import { buildReplayReport } from '../../cascades/rows/replay-report.ts'
import { buildStreamSources } from '../../cascades/rows/stream-sources.ts'
import { Failure } from '../../ports/errors.ts'
import { cascadeSize } from '../../predictors/cascade-size/cascade-size.ts'
import type { AppContext, RunningService } from '../app-context.ts'
import { buildReplayFolders } from '../replay-folders.ts'
import { eventsTopic } from '../topics.ts'

export async function start({
  config,
  ports,
  stores,
  predictors,
  health
}: AppContext): Promise<RunningService> {
  const { maxBodyBytes, allBodiesBytes, maxEvents, ...access } = config.api
  const collected = { ...ports, ...stores, topic: eventsTopic, group: COLLECTOR_GROUP }
  const running = startApi({
    ...ports,
    ...stores,
    collected: { topic: eventsTopic, group: COLLECTOR_GROUP },
    eventIntake: buildEventIntake(collected),
    streamSources: buildStreamSources(collected),
    reportReplay: buildReplayReport({ ...collected, predictor: cascadeSize.name }),
    replayFolders: buildReplayFolders(config.source.replayFolders, ports.folderSecret),
    predictors: predictors.map(({ predictor }) => predictor),
    health,
    webhookSender: ports.webhooks,
    settings: {
      ...access,
      host: config.host,
      port: config.port,
      ...config.models,
      limits: {
        ...defaultLimits,
        bodyBytes: maxBodyBytes,
        allBodiesBytes,
        events: maxEvents,
        futureSeconds: config.stream.futureSeconds
      }
    }
  })
  const { url, close } = await running.catch(cause => {
    throw explain(cause, config)
  })
  return { url, close: () => close(config.drainSeconds) }
}

function explain(cause: unknown, { host, port }: AppContext['config']): unknown {
  const reasons: Readonly<Record<string, readonly [field: string, reason: string]>> = {
    EADDRINUSE: ['PORT', `PORT ${port} on ${host} is in use: choose another port, or 0 for any free port`],
    EACCES: ['PORT', `PORT ${port} is not permitted for this user: choose a port above 1023`],
    EADDRNOTAVAIL: ['HOST', `HOST ${host} is not an address of this machine`],
    ENOTFOUND: ['HOST', `HOST ${host} is not a known host`]
  }
  const found = cause instanceof Error && 'code' in cause ? reasons[String(cause.code)] : undefined
  return found ? new Failure('invalid-configuration', found[1], { field: found[0], cause }) : cause
}

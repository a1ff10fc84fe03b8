import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify'
import { onTestFinished } from 'vitest'
import { openBlobsFolder } from '../../adapters/blobs/folder.ts'
import { systemClock } from '../../adapters/clock/system.ts'
import { buildMetrics } from '../../adapters/metrics/prometheus.ts'
import { openEmbeddedQueue } from '../../adapters/queue/embedded/queue.ts'
import { openEmbeddedStream } from '../../adapters/stream/embedded/stream.ts'
import { buildWebhookSender } from '../../adapters/webhooks/http.ts'
import { makeWebhookSecret } from '../../adapters/webhooks/sign.ts'
import type { ApiDependencies } from '../../api/dependencies.ts'
import { buildApi } from '../../api/server.ts'
import { type ApiSettings, defaultLimits } from '../../api/settings.ts'
import { buildReplayFolders } from '../../app/replay-folders.ts'
import { eventsTopic } from '../../app/topics.ts'
import { buildEventIntake } from '../../cascades/rows/event-intake.ts'
import { buildReplayReport } from '../../cascades/rows/replay-report.ts'
import { buildStreamSources } from '../../cascades/rows/stream-sources.ts'
import type { HealthReader } from '../../ports/health.ts'
import type { EventStream } from '../../ports/stream.ts'
import { cascadeSize } from '../../predictors/cascade-size/cascade-size.ts'
import type { AnyPredictor } from '../../predictors/predictor.ts'
import { buildModelVersions, type ManifestDraft } from '../../stores/model-versions.ts'
import type { PredictionSettings } from '../../stores/predictions.ts'
import { checkAnswer, checkAnswersOf } from './answers.ts'
import type { Answer } from './contract-check.ts'
import { openHealth } from './open-health.ts'
import { openStores, type Stores } from './open-stores.ts'
import { buildRecordingLog, type LogLine } from './recording-log.ts'
import { temporaryFolder } from './temporary.ts'

export const testApiSettings: ApiSettings = {
  host: '127.0.0.1',
  port: 0,
  keys: [],
  sessionSeconds: 3_600,
  allowedHosts: [],
  allowedOrigins: [],
  trustedProxies: [],
  trustedProxyHeader: 'x-forwarded-for',
  keepServed: 5,
  keepNewest: 5,
  limits: { ...defaultLimits, heartbeatSeconds: 1 }
}

export interface TestApi {
  readonly app: FastifyInstance
  readonly stores: Stores
  readonly dependencies: ApiDependencies
  readonly stream: EventStream
  readonly logLines: readonly LogLine[]
  /** The answer, checked against the contract. */
  inject(options: InjectOptions): Promise<LightMyRequestResponse>
  /** Publishes a version whose artefact is this text. */
  publish(text: string): Promise<number>
}

interface Changes {
  readonly settings?: Partial<ApiSettings>
  readonly limits?: Partial<ApiSettings['limits']>
  readonly predictions?: Partial<PredictionSettings>
  readonly health?: HealthReader
  /** Further predictors in addition to cascade-size. */
  readonly predictors?: readonly AnyPredictor[]
}

/** The API on real stores in a temporary folder, without a listening port and without a worker. */
export async function openApi(changes: Changes = {}): Promise<TestApi> {
  const clock = systemClock
  const { log, lines } = buildRecordingLog()
  const stores = await openStores(clock, changes.predictions)
  const modelVersions = buildModelVersions({ blobs: openBlobsFolder(temporaryFolder()), clock })
  const queue = await openEmbeddedQueue({ database: stores.database, clock, log })
  for (const { name } of [cascadeSize, ...(changes.predictors ?? [])]) await queue.declare(`predict.${name}`)
  const stream = await openEmbeddedStream({ database: stores.database, clock, log })
  await stream.declare([{ name: eventsTopic, partitions: 4 }])
  const collected = { ...stores, stream, clock, topic: eventsTopic, group: 'collector' }
  const settings = { ...testApiSettings, ...changes.settings }
  const dependencies: ApiDependencies = {
    ...stores,
    modelVersions,
    queue,
    stream,
    collected: { topic: eventsTopic, group: 'collector' },
    eventIntake: buildEventIntake(collected),
    streamSources: buildStreamSources(collected),
    reportReplay: buildReplayReport({ ...collected, predictor: 'cascade-size' }),
    replayFolders: buildReplayFolders([], null),
    predictors: [cascadeSize, ...(changes.predictors ?? [])],
    health: changes.health ?? openHealth(),
    webhookSender: buildWebhookSender({ secret: makeWebhookSecret(), allowPrivate: false }, clock),
    clock,
    log,
    metrics: buildMetrics(),
    settings: { ...settings, limits: { ...settings.limits, ...changes.limits } }
  }
  const app = buildApi(dependencies)
  app.addHook('onListen', async () => checkAnswersOf(app.listeningOrigin))
  onTestFinished(async () => {
    await app.close()
    await stream.close()
    await queue.close()
  })
  return {
    app,
    stores,
    dependencies,
    stream,
    logLines: lines,
    async inject(options) {
      const response = await app.inject(options)
      checkAnswer(describeInjected(options, response))
      return response
    },
    publish: async text =>
      (await modelVersions.publish('cascade-size', Buffer.from(text), testManifest)).version
  }
}

export const testManifest: ManifestDraft = {
  schemaVersion: 1,
  features: [{ name: 'count', count: 3, mean: 2, standardDeviation: 1, deciles: [], shares: [] }],
  training: { source: 'test', samples: 3, groups: 3, cut: null, seed: 1, options: {}, groupFilter: 'AAAA' },
  metrics: [{ slice: '300', forecaster: 'candidate', cases: 3, meanLoss: 0.2, medianLoss: 0.1 }],
  parent: null,
  codeVersion: '0.1.0',
  isSimulated: true,
  notes: 'of a test'
}

function describeInjected(
  request: InjectOptions,
  { statusCode, headers, body }: LightMyRequestResponse
): Answer {
  const values = Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)])
  return {
    method: (request.method ?? 'GET').toUpperCase(),
    path: String(request.url).split(/[?#]/, 1)[0] ?? '',
    status: statusCode,
    headers: new Headers(values),
    body
  }
}

import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import ajvFormats from 'ajv-formats'
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify'
import { expect, onTestFinished } from 'vitest'
import { openBlobsFolder } from '../../adapters/blobs/folder.ts'
import { systemClock } from '../../adapters/clock/system.ts'
import { buildMetrics } from '../../adapters/metrics/prometheus.ts'
import { openEmbeddedQueue } from '../../adapters/queue/embedded/queue.ts'
import { openEmbeddedStream } from '../../adapters/stream/embedded/stream.ts'
import { buildWebhookSender } from '../../adapters/webhooks/http.ts'
import { makeWebhookSecret } from '../../adapters/webhooks/sign.ts'
import { document } from '../../api/http/contract.ts'
import { buildApi } from '../../api/server.ts'
import { type ApiSettings, defaultLimits } from '../../api/settings.ts'
import type { ApiWorld } from '../../api/world.ts'
import { buildReplayFolders } from '../../app/replay-folders.ts'
import { eventsTopic } from '../../app/topics.ts'
import type { HealthReader } from '../../ports/health.ts'
import type { EventStream } from '../../ports/stream.ts'
import { cascadeSize } from '../../predictors/cascade-size/cascade-size.ts'
import { buildEventIntake } from '../../stores/event-intake.ts'
import { buildModelVersions, type ManifestDraft } from '../../stores/model-versions.ts'
import type { PredictionSettings } from '../../stores/predictions.ts'
import { buildReplayReport } from '../../stores/replay-report.ts'
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
  readonly world: ApiWorld
  readonly stream: EventStream
  readonly logLines: readonly LogLine[]
  /** The answer, checked against the contract. */
  inject(options: InjectOptions): Promise<LightMyRequestResponse>
  /** Publishes a version made of this text. */
  publish(text: string): Promise<number>
}

interface Changes {
  readonly settings?: Partial<ApiSettings>
  readonly limits?: Partial<ApiSettings['limits']>
  readonly predictions?: Partial<PredictionSettings>
  readonly health?: HealthReader
}

/** The API over real stores in a folder of the test's own; nothing listens and no worker runs. */
export async function openApi(changes: Changes = {}): Promise<TestApi> {
  const clock = systemClock
  const { log, lines } = buildRecordingLog()
  const stores = await openStores(clock, changes.predictions)
  const modelVersions = buildModelVersions({ blobs: openBlobsFolder(temporaryFolder()), clock })
  const queue = await openEmbeddedQueue({ database: stores.database, clock, log })
  await queue.declare('predict.cascade-size')
  const stream = await openEmbeddedStream({ database: stores.database, clock, log })
  await stream.declare([{ name: eventsTopic, partitions: 4 }])
  const collected = { ...stores, stream, clock, topic: eventsTopic, group: 'collector' }
  const settings = { ...testApiSettings, ...changes.settings }
  const world: ApiWorld = {
    ...stores,
    modelVersions,
    queue,
    stream,
    collected: { topic: eventsTopic, group: 'collector' },
    eventIntake: buildEventIntake(collected),
    reportReplay: buildReplayReport({ ...collected, predictor: 'cascade-size' }),
    replayFolders: buildReplayFolders([], null),
    predictors: [cascadeSize],
    health: changes.health ?? openHealth(),
    webhookSender: buildWebhookSender({ secret: makeWebhookSecret(), allowPrivate: false }, clock),
    clock,
    log,
    metrics: buildMetrics(),
    settings: { ...settings, limits: { ...settings.limits, ...changes.limits } }
  }
  const app = buildApi(world)
  onTestFinished(async () => {
    await app.close()
    await stream.close()
    await queue.close()
  })
  return {
    app,
    stores,
    world,
    stream,
    logLines: lines,
    async inject(options) {
      const response = await app.inject(options)
      checkAgainstContract(String(options.method ?? 'GET'), String(options.url).split('?', 1)[0]!, response)
      return response
    },
    publish: async text =>
      (await modelVersions.publish('cascade-size', Buffer.from(text), testManifest)).version
  }
}

export const testManifest: ManifestDraft = {
  schemaVersion: 1,
  features: [{ name: 'count', count: 3, mean: 2, standardDeviation: 1, deciles: [], shares: [] }],
  training: { source: 'test', samples: 3, groups: 3, cut: null, seed: 1, options: {} },
  metrics: [{ slice: '300', forecaster: 'candidate', cases: 3, meanLoss: 0.2, medianLoss: 0.1 }],
  parent: null,
  codeVersion: '0.1.0',
  isSimulated: true,
  notes: 'of a test'
}

interface ResponseNode {
  readonly $ref?: string
  readonly content?: Readonly<Record<string, { readonly schema?: object }>>
}
type PathItem = Readonly<Record<string, { readonly responses?: Readonly<Record<string, ResponseNode>> }>>

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, validateSchema: false, allErrors: true })
;(ajvFormats as unknown as (ajv: Ajv2020) => void)(ajv)
ajv.addVocabulary(Object.keys(document))
ajv.addSchema(document, 'openapi')
const compiled = new Map<string, ValidateFunction>()

/** Status, content type and body are what openapi.yaml promises. */
export function checkAgainstContract(
  method: string,
  path: string,
  response: { readonly statusCode: number; readonly headers: object; readonly body: string }
): void {
  const status = response.statusCode
  const type = String((response.headers as Record<string, unknown>)['content-type'] ?? '').split(';', 1)[0]!
  const [template, item] = findPath(path) ?? []
  const operation = item?.[method.toLowerCase()]
  if (!template || !operation) {
    // The page and its files: what a browser reads, beside the contract.
    if (method === 'GET' && status < 400 && /^\/($|web\/|client\/|docs)/.test(path)) return
    expect(status, `${method} ${path} is not in the contract`).toBeGreaterThanOrEqual(400)
    checkBody('#/components/responses/Problem/content/application~1problem+json/schema', response.body, path)
    return
  }
  const key = operation.responses![status] ? String(status) : 'default'
  if (key === 'default') expect(status, `${method} ${path}: ${response.body}`).toBeGreaterThanOrEqual(400)
  const pointer = `#/paths/${escapeStep(template)}/${method.toLowerCase()}/responses/${key}`
  const node = operation.responses![key]!
  const content = node.$ref ? resolve(node.$ref).content : node.content
  if (!content) {
    expect(response.body, `${method} ${path} ${status}`).toBe('')
    return
  }
  expect(Object.keys(content), `${method} ${path} ${status}`).toContain(type)
  if (!/[/+]json$/.test(type) || !content![type]!.schema) return
  checkBody(`${node.$ref ?? pointer}/content/${escapeStep(type)}/schema`, response.body, `${method} ${path}`)
}

function checkBody(pointer: string, body: string, what: string): void {
  let validate = compiled.get(pointer)
  if (!validate) {
    validate = ajv.compile({ $ref: `openapi${encodeURI(pointer)}` })
    compiled.set(pointer, validate)
  }
  validate(JSON.parse(body))
  expect(validate.errors ?? [], `${what}: ${body.slice(0, 2000)}`).toEqual([])
}

function findPath(path: string): [string, PathItem] | undefined {
  const given = path.split('/')
  const found = Object.entries(document.paths as unknown as Record<string, PathItem>).filter(([template]) => {
    const wanted = template.split('/')
    return (
      wanted.length === given.length && wanted.every((step, i) => step.startsWith('{') || step === given[i])
    )
  })
  return found.toSorted(([a], [b]) => a.split('{').length - b.split('{').length)[0]
}

function resolve(ref: string): ResponseNode {
  let node: unknown = document
  for (const step of ref.slice(2).split('/')) node = (node as Record<string, unknown>)[step]
  return node as ResponseNode
}

function escapeStep(step: string): string {
  return step.replaceAll('~', '~0').replaceAll('/', '~1')
}

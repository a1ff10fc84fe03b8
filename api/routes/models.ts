import { Failure } from '../../ports/errors.ts'
import type { ScoreSummary } from '../../stores/score-summaries.ts'
import type { ApiDependencies } from '../dependencies.ts'
import type { Handlers } from '../http/call.ts'
import { isUnchanged } from '../http/etag.ts'
import { buildPages } from '../http/page.ts'
import { findPredictor } from '../predictors.ts'
import { toModel, toModelSummary, toNullableTime, toTime } from '../represent.ts'

type ModelHandlers = Pick<
  Handlers,
  | 'listPredictorModels'
  | 'getPredictorServingModel'
  | 'listPredictorModelHistory'
  | 'getPredictorModelServingAt'
  | 'comparePredictorModels'
  | 'listPredictorModelAccuracy'
  | 'getPredictorModel'
  | 'getPredictorModelArtefact'
>

/** Builds the handlers that read versions, their history and their accuracy. */
export function buildModelHandlers(dependencies: ApiDependencies): ModelHandlers {
  const { modelVersions, calibrations, scores, clock } = dependencies
  const pages = buildPages(dependencies.feed)

  async function readModel(name: string, version: number) {
    const [summary, learned] = await Promise.all([
      modelVersions.summary(name, version),
      calibrations.list(name)
    ])
    return toModel(summary, learned.find(each => each.version === version) ?? null)
  }

  return {
    async listPredictorModels({ path, query }) {
      const { name } = findPredictor(dependencies, path.predictor)
      return pages.answerByNumber(
        'listModels',
        query,
        request => modelVersions.versions(name, { ...request, tag: query.tag }),
        ({ manifest }) => manifest.version,
        toModelSummary
      )
    },

    async getPredictorServingModel({ path }) {
      const { name } = findPredictor(dependencies, path.predictor)
      const serving = await modelVersions.serving(name)
      if (!serving) throw new Failure('not-found', `no version of ${name} is live: promote one`)
      return { status: 200, body: await readModel(name, serving.version) }
    },

    async getPredictorModel({ path: { predictor, version } }) {
      const { name } = findPredictor(dependencies, predictor)
      return { status: 200, body: await readModel(name, version) }
    },

    async getPredictorModelArtefact({ path: { predictor, version }, request }) {
      const { name } = findPredictor(dependencies, predictor)
      const { sha256 } = await modelVersions.manifest(name, version)
      const etag = `"${sha256}"`
      const headers = { etag }
      // The artefact of a version never changes.
      if (isUnchanged(request.headers['if-none-match'], etag)) return { status: 304, headers }
      const bytes = await modelVersions.artefact(name, version)
      const raw = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
      return { status: 200, type: 'application/octet-stream', raw, headers }
    },

    async listPredictorModelHistory({ path, query }) {
      const { name } = findPredictor(dependencies, path.predictor)
      return pages.answerByNumber(
        'listModelHistory',
        query,
        async ({ limit, before = Number.POSITIVE_INFINITY }) =>
          (await modelVersions.history(name))
            .filter(({ sequence }) => sequence < before)
            .slice(-limit)
            .reverse(),
        ({ sequence }) => sequence,
        entry => entry
      )
    },

    async getPredictorModelServingAt({ path, query }) {
      const { name } = findPredictor(dependencies, path.predictor)
      const at = query.at === undefined ? clock.now() : Date.parse(query.at)
      const [since, rollback] = await Promise.all([
        modelVersions.servingAt(name, at),
        modelVersions.rollbackTarget(name)
      ])
      return {
        status: 200,
        body: { predictor: name, at: toTime(at), version: since?.version ?? null, since, rollback }
      }
    },

    async comparePredictorModels({ path, query }) {
      const { name, metrics: declared } = findPredictor(dependencies, path.predictor)
      const [first, second, pairs] = await Promise.all([
        modelVersions.summary(name, query.first),
        modelVersions.summary(name, query.second),
        modelVersions.compare(name, query.first, query.second)
      ])
      const metrics = pairs.map(({ slice, forecaster, version, other }) => ({
        slice,
        forecaster,
        first: version,
        second: other,
        difference: version && other ? other.meanLoss - version.meanLoss : null
      }))
      const versions = { first: toModelSummary(first), second: toModelSummary(second) }
      return { status: 200, body: { predictor: name, metric: declared[0].name, ...versions, metrics } }
    },

    async listPredictorModelAccuracy({ path, query }) {
      const { name, metrics } = findPredictor(dependencies, path.predictor)
      const periodMilliseconds = query.periodSeconds && query.periodSeconds * 1000
      const { provenance } = query
      const summaries = await scores.summarize({ predictor: name, periodMilliseconds, provenance })
      const items = summaries.map(score => toAccuracy(name, metrics[0].name, score))
      return { status: 200, body: { items, next: null } }
    }
  }
}

function toAccuracy(predictor: string, metric: string, score: ScoreSummary) {
  const { modelVersion, slice, count, failures, firstEndedAt, lastEndedAt, periodAt, ...losses } = score
  return {
    predictor,
    version: modelVersion,
    slice,
    cases: count,
    failures,
    metric,
    ...losses,
    meanConstantLoss: losses.meanBaselineLosses.constant ?? null,
    medianConstantLoss: losses.medianBaselineLosses.constant ?? null,
    firstEndedAt: toTime(firstEndedAt),
    lastEndedAt: toTime(lastEndedAt),
    periodAt: toNullableTime(periodAt)
  }
}

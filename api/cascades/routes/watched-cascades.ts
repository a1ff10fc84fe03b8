import type { Alert } from '../../../cascades/rows/alerts.ts'
import type { CascadeForecast, CascadeSummary } from '../../../cascades/rows/cascades.ts'
import { type PackedEvent, unpackEvents } from '../../../cascades/rows/packed-events.ts'
import type { components } from '../../../ports/contract/generated/types.ts'
import { Failure } from '../../../ports/errors.ts'
import type { PageRequest } from '../../../stores/page.ts'
import type { Prediction } from '../../../stores/predictions.ts'
import type { ApiDependencies } from '../../dependencies.ts'
import type { Handlers } from '../../http/call.ts'
import { buildPages } from '../../http/page.ts'
import { DEFAULT_PREDICTOR } from '../../predictors.ts'
import { toNullableTime, toOutcome, toTime } from '../../represent.ts'

type WatchedHandlers = Pick<Handlers, 'listCascades' | 'getCascade' | 'listAlerts'>
type Schemas = components['schemas']

const MAX_FORECASTS = 500

/** Builds the handlers for the cascades of the stream and their alerts. */
export function buildWatchedCascadeHandlers(dependencies: ApiDependencies): WatchedHandlers {
  const { cascades, alerts, predictions, outcomes } = dependencies
  const pages = buildPages(dependencies.feed)
  return {
    async listCascades({ query }) {
      const { order = 'predicted', state, growingFaster: isGrowingFaster = false, cascadeId: id } = query
      if (order === 'predicted' && query.cursor !== undefined)
        throw new Failure('invalid-query', '`order=predicted` has only one page: use `order=updated`', {
          field: 'cursor'
        })
      const read = (request: PageRequest) => cascades.list({ order, state, isGrowingFaster, id }, request)
      return pages.answer('listCascades', query, read, toWatchedCascade)
    },

    async getCascade({ path: { cascadeId }, query: { maxEvents = 10_000 } }) {
      const [watched, made, outcome] = await Promise.all([
        cascades.get(cascadeId),
        predictions.list({ predictor: DEFAULT_PREDICTOR, subject: cascadeId }, { limit: MAX_FORECASTS }),
        outcomes.get(DEFAULT_PREDICTOR, cascadeId)
      ])
      if (!watched)
        throw new Failure('not-found', `there is no cascade '${cascadeId}' on the stream`, {
          field: 'cascadeId'
        })
      const ended = outcome && toOutcome(outcome)
      const { summary, chunks } = watched
      const body = {
        cascade: toWatchedCascade(summary),
        events: toEvents(unpackEvents(chunks), summary).slice(0, maxEvents),
        forecasts: made.items.toReversed().map(each => toForecast(each, ended?.finalSize ?? null)),
        outcome: ended
      }
      return { status: 200, body }
    },

    async listAlerts({ query }) {
      const read = (request: PageRequest) => alerts.list({ cascadeId: query.cascadeId }, request)
      return pages.answer('listAlerts', query, read, toListedAlert)
    }
  }
}

function toListedAlert({ createdAt, ...alert }: Alert): Schemas['Alert'] {
  return { ...alert, createdAt: toTime(createdAt) }
}

function toWatchedCascade(cascade: CascadeSummary): Schemas['WatchedCascade'] {
  const { id, source, provenance, state, events, windowsDone, forecast, revision } = cascade
  return {
    id,
    source,
    provenance,
    state,
    startedAt: fromSeconds(cascade.origin),
    lastEventAt: fromSeconds(cascade.lastTime)!,
    events,
    windowsPassed: windowsDone,
    forecast: forecast && keepAboveSeen(forecast, events),
    growingFasterSince: fromSeconds(cascade.fasterSince),
    endedAt: fromSeconds(cascade.endedAt),
    revision,
    updatedAt: toTime(cascade.updatedAt),
    links: { self: `/cascades/${encodeURIComponent(id)}` }
  }
}

/** A final size is never below the number of events seen, which may have grown since the forecast. */
function keepAboveSeen(forecast: CascadeForecast, events: number): Schemas['CascadeForecast'] {
  const raise = (size: number | null) => (size === null ? null : Math.max(size, events))
  const areOptimal = raise(forecast.areOptimal)
  return {
    ...forecast,
    median: raise(forecast.median),
    areOptimal,
    point: areOptimal,
    low: raise(forecast.low),
    high: raise(forecast.high)
  }
}

function fromSeconds(seconds: number | null): string | null {
  return toNullableTime(seconds === null ? null : Math.round(seconds * 1_000))
}

/** Sorts events by seconds since the post. An event dated before the post gets time 0. */
function toEvents(events: readonly PackedEvent[], { origin, post }: CascadeSummary) {
  if (origin === null) return events.map(({ magnitude }) => ({ time: null, magnitude }))
  return events
    .map(({ time, magnitude }, position) => ({
      time: Math.max(0, Math.round((time - origin) * 1e6) / 1e6),
      magnitude,
      rank: position === post ? 0 : 1
    }))
    .sort((left, right) => left.time - right.time || left.rank - right.rank)
    .map(({ time, magnitude }) => ({ time, magnitude }))
}

function toForecast(
  prediction: Prediction,
  finalSize: number | null
): Schemas['CascadeDetail']['forecasts'][number] {
  const output: Partial<Schemas['Forecast']> = JSON.parse(prediction.output ?? '{}')
  const { windowSeconds = null, point = null, areOptimal = point, median = null, interval = null } = output
  return {
    windowSeconds: prediction.slice === null ? windowSeconds : Number(prediction.slice),
    extra: prediction.extra,
    timedBy: prediction.timedBy,
    predictionId: prediction.id,
    state: prediction.state,
    requestedModel: prediction.pinnedVersion,
    modelVersion: prediction.modelVersion,
    median,
    areOptimal,
    point: areOptimal,
    low: interval?.low ?? null,
    high: interval?.high ?? null,
    absoluteRelativeError:
      areOptimal === null || finalSize === null ? null : Math.abs(finalSize - areOptimal) / finalSize,
    createdAt: toTime(prediction.createdAt),
    finishedAt: toNullableTime(prediction.finishedAt)
  }
}

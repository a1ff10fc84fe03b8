import type { Client } from '../client/client.ts'
import type { components } from '../ports/contract/generated/types.ts'
import { formatBaselines, formatLoss } from './format-losses.ts'

type Schemas = components['schemas']
type ReplayReport = Schemas['ReplayReport']

/** The results of a replay. ARE: absolute relative error of the point, over cascades that have ended. */
interface ReplaySummary {
  readonly replay: string
  readonly folder: string | null
  /** The version through which the topic was replayed; null: a replay of files or a simulation. */
  readonly model: number | null
  /** Its accuracy beside that of the live versions, over the same cascades. */
  readonly throughModel: ReplayReport['accuracy']
  readonly state: string
  /** Seconds from the first to the last event on the stream. */
  readonly seconds: number
  readonly events: number
  readonly cascades: number
  readonly eventsPerSecond: number
  /** The collector's counts since the replay began. */
  readonly collected: Readonly<Record<string, number>>
  readonly predictions: ReplayReport['predictions']
  readonly alerts: number
  /** By version (null: without a model) and window, beside w = 1 and each baseline, over the same cascades. */
  readonly accuracy: readonly {
    readonly version: number | null
    readonly windowSeconds: number | null
    readonly cases: number
    readonly failures: number
    readonly meanARE: number | null
    readonly meanAREWithoutModel: number | null
    readonly meanBaselineLosses: Readonly<Record<string, number>>
    /** Deprecated: the baseline `constant` of `meanBaselineLosses`. */
    readonly meanAREConstant: number | null
  }[]
  /** The history of the model versions, newest first. */
  readonly versions: readonly { readonly version: number; readonly action: string; readonly at: string }[]
}

export async function summarizeReplay({ models }: Client, report: ReplayReport): Promise<ReplaySummary> {
  const { replay, collected, predictions, alerts } = report
  const [accuracy, history] = await Promise.all([
    models.accuracy({ provenance: replay.provenance }),
    models.history({ limit: 500 })
  ])
  const seconds =
    (Date.parse(replay.finishedAt!) - Date.parse(replay.startedAt ?? replay.finishedAt!)) / 1_000
  return {
    replay: replay.id,
    folder: replay.folder,
    model: replay.model,
    throughModel: report.accuracy,
    state: replay.state,
    seconds,
    events: replay.events,
    cascades: replay.cascades,
    eventsPerSecond: seconds > 0 ? replay.events / seconds : 0,
    collected,
    predictions,
    alerts,
    accuracy: accuracy.items.map(each => ({
      version: each.version,
      windowSeconds: each.slice === null ? null : Number(each.slice),
      cases: each.cases,
      failures: each.failures,
      meanARE: each.meanLoss,
      meanAREWithoutModel: each.meanModelLessLoss,
      meanBaselineLosses: each.meanBaselineLosses,
      meanAREConstant: each.meanBaselineLosses.constant ?? null
    })),
    versions: history.items.map(({ version, action, at }) => ({ version, action, at }))
  }
}

export function formatReplay(summary: ReplaySummary): string {
  const { collected, predictions, accuracy, versions } = summary
  if (summary.model !== null) return formatThroughModel(summary)
  const counts = Object.entries(collected).filter(([, count]) => count !== 0)
  const lines = [
    `${summary.replay} ${summary.state}: ${summary.events} events of ${summary.cascades} cascades in ${summary.seconds.toFixed(1)} s`,
    `  ${counts.map(([name, count]) => `${name} ${count}`).join(', ')}; alerts ${summary.alerts}`,
    ...predictions.map(
      ({ windowSeconds, state, count }) => `  forecasts at ${windowSeconds} s: ${count} ${state}`
    ),
    ...accuracy.map(
      each =>
        `  ARE of ${each.version === null ? 'no version' : `version ${each.version}`} at ${each.windowSeconds} s: ` +
        `${formatLoss(each.meanARE)} (w = 1: ${formatLoss(each.meanAREWithoutModel)}` +
        `${formatBaselines(each.meanBaselineLosses)}) in ${each.cases} cascades`
    ),
    ...versions.map(({ version, action, at }) => `  ${at} ${action} version ${version}`)
  ]
  return lines.join('\n')
}

function formatThroughModel({
  replay,
  state,
  model,
  events,
  seconds,
  predictions,
  throughModel
}: ReplaySummary): string {
  return [
    `${replay} ${state}: ${events} messages of the topic through version ${model} in ${seconds.toFixed(1)} s`,
    ...predictions.map(each => `  forecasts at ${each.windowSeconds} s: ${each.count} ${each.state}`),
    ...throughModel.map(
      each =>
        `  ARE at ${each.windowSeconds} s: ${formatLoss(each.meanLoss)} (live: ${formatLoss(each.meanServedLoss)}, ` +
        `w = 1: ${formatLoss(each.meanModelLessLoss)}${formatBaselines(each.meanBaselineLosses)}) in ${each.cases} cascades`
    )
  ].join('\n')
}

import { availableParallelism } from 'node:os'
import type { Client } from '../client/client.ts'
import { measureBaselines, measureLosses } from '../predictors/cascade-size/losses.ts'
import type { Model } from '../predictors/cascade-size/model.ts'
import { decodeModel } from '../predictors/cascade-size/model-artefact.ts'
import type { Sample } from '../predictors/cascade-size/sample.ts'
import type { Labeled } from '../predictors/predictor.ts'
import { collectSamples } from './collect-samples.ts'
import { formatBaselines, formatLoss } from './format-losses.ts'
import type { Terminal } from './terminal.ts'
import { withThreads } from './with-threads.ts'

/** Mean absolute relative errors (ARE) at one window, over the same cascades. */
interface FileAccuracy {
  readonly windowSeconds: number
  /** The cascades for which both versions have a forecast. */
  readonly cases: number
  readonly meanARE: number | null
  readonly meanAREServed: number | null
  readonly meanAREWithoutModel: number | null
  /** Mean loss of each baseline, by name. A baseline is trained on the other half of the cascades; one without a loss is absent. */
  readonly meanBaselineLosses: Readonly<Record<string, number>>
  /** Deprecated: the baseline `constant` of `meanBaselineLosses`. */
  readonly meanAREConstant: number | null
}

interface FileReplay {
  readonly folder: string
  readonly model: number
  /** The live version; null: none. */
  readonly served: number | null
  readonly windows: readonly FileAccuracy[]
}

/**
 * Forecasts every window of every cascade of a folder in this process, by a version of the service and by its live
 * version. The service only sends the two artefacts. Throws InputError for a bad folder, and
 * GroundswellError('unknown-version').
 */
export async function replayFile(
  client: Client,
  folder: string,
  model: number,
  windows: readonly number[],
  terminal: Terminal
): Promise<FileReplay> {
  const served = await client.models.serving().catch(error => {
    if (error.code === 'not-found') return null
    throw error
  })
  const load = async (version: number) => decodeModel(await client.models.artefact(version))
  const asked = await load(model)
  const serving = served === null ? null : await load(served.version)
  const samples = await withThreads(availableParallelism(), threads =>
    collectSamples(folder, windows, threads, terminal)
  )
  const byWindow = Map.groupBy(samples, ({ sample }) => sample.windowSeconds)
  return {
    folder,
    model,
    served: served?.version ?? null,
    windows: [...byWindow].map(([windowSeconds, own]) => ({ windowSeconds, ...compare(asked, serving, own) }))
  }
}

function compare(
  asked: Model,
  serving: Model | null,
  samples: readonly Labeled<Sample>[]
): Omit<FileAccuracy, 'windowSeconds'> {
  const own = measureLosses(asked, samples).values
  const served = measureLosses(serving, samples).values
  const withoutModel = measureLosses(null, samples).values
  const baselines = measureByHalves(samples)
  const answered = [...samples.keys()].filter(at => !Number.isNaN(own[at]!) && !Number.isNaN(served[at]!))
  const mean = (values: ArrayLike<number>) => {
    const sum = answered.reduce((total, at) => total + values[at]!, 0)
    return Number.isFinite(sum) && answered.length > 0 ? sum / answered.length : null
  }
  const meanBaselineLosses = Object.fromEntries(
    [...baselines].flatMap(([name, losses]) => {
      const loss = mean(losses)
      return loss === null ? [] : [[name, loss]]
    })
  )
  return {
    cases: answered.length,
    meanARE: mean(own),
    meanAREServed: mean(served),
    meanAREWithoutModel: mean(withoutModel),
    meanBaselineLosses,
    meanAREConstant: meanBaselineLosses.constant ?? null
  }
}

/** Losses of each baseline: each half of the samples is forecast by a baseline that is trained on the other half. */
function measureByHalves(samples: readonly Labeled<Sample>[]): ReadonlyMap<string, Float64Array> {
  const losses = new Map<string, Float64Array>()
  for (const half of [0, 1]) {
    const isOwn = (_: unknown, at: number) => at % 2 === half
    const indexes = [...samples.keys()].filter(isOwn)
    const baselines = measureBaselines(
      samples.filter((_, at) => at % 2 !== half),
      samples.filter(isOwn)
    )
    for (const [name, { values }] of Object.entries(baselines)) {
      const all = losses.get(name) ?? new Float64Array(samples.length).fill(Number.NaN)
      for (const [index, at] of indexes.entries()) all[at] = values[index] ?? Number.NaN
      losses.set(name, all)
    }
  }
  return losses
}

export function formatFileReplay({ folder, model, served, windows }: FileReplay): string {
  return [
    `${folder} through version ${model}; ${served === null ? 'no version' : `version ${served}`} is live`,
    ...windows.map(
      each =>
        `  ARE at ${each.windowSeconds} s: ${formatLoss(each.meanARE)} (live: ${formatLoss(each.meanAREServed)}, ` +
        `w = 1: ${formatLoss(each.meanAREWithoutModel)}${formatBaselines(each.meanBaselineLosses)}) in ${each.cases} cascades`
    )
  ].join('\n')
}

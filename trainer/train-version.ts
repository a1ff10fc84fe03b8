import type { Shared, Threads } from '../ports/threads.ts'
import type { Losses, Part, PartResult, PredictorModule, TrainOptions } from '../predictors/predictor.ts'
import {
  type BaselinesTask,
  type CaseText,
  type Combined,
  type DecodeTask,
  type LossesTask,
  moduleUrl,
  type TrainTask
} from './train-task.ts'

/**
 * Trains on threads: the plan, its parts side by side, and their combination. The same bytes for the same cases, options
 * and seed, whatever the number of threads. Throws the predictor's RangeError when there is too little to learn from.
 */
export async function trainVersion(
  threads: Threads,
  { moduleUrl: predictorModuleUrl }: PredictorModule,
  cases: readonly CaseText[],
  options: TrainOptions
): Promise<Combined> {
  const samples = threads.share(cases)
  const task: TrainTask = { predictorModuleUrl, samples, options }
  const run = <Payload, Result>(name: string, payload: Payload) =>
    threads.run<Payload, Result>({ module: moduleUrl, name, payload })
  const parts = await run<TrainTask, readonly Part[]>('planTraining', task)
  const results = await Promise.all(
    parts.map(part => run<TrainTask & { part: Part }, PartResult>('trainPart', { ...task, part }))
  )
  return run<TrainTask & { parts: readonly PartResult[] }, Combined>('combineParts', {
    ...task,
    parts: results
  })
}

/** Losses on some cases: of models (null: without one), by the names given, and of the trivial forecasters. */
export async function measure(
  threads: Threads,
  predictorModuleUrl: PredictorModule,
  cases: { readonly training: readonly CaseText[]; readonly heldOut: readonly CaseText[] },
  models: Readonly<Record<string, SharedArrayBuffer | null>>
): Promise<{
  readonly models: Readonly<Record<string, Losses>>
  readonly baselines: Readonly<Record<string, Losses>>
}> {
  const samples: Shared<readonly CaseText[]> = threads.share(cases.heldOut)
  const payload: BaselinesTask = {
    predictorModuleUrl: predictorModuleUrl.moduleUrl,
    training: threads.share(cases.training),
    samples
  }
  const [losses, baselines] = await Promise.all([
    measureShared(threads, predictorModuleUrl, samples, models),
    threads.run<BaselinesTask, Readonly<Record<string, Losses>>>({
      module: moduleUrl,
      name: 'measureBaselines',
      payload
    })
  ])
  return { models: losses, baselines }
}

/** Losses of models (null: without one) on some cases, by the names given. */
export function measureModels(
  threads: Threads,
  predictorModuleUrl: PredictorModule,
  cases: readonly CaseText[],
  models: Readonly<Record<string, SharedArrayBuffer | null>>
): Promise<Readonly<Record<string, Losses>>> {
  return measureShared(threads, predictorModuleUrl, threads.share(cases), models)
}

async function measureShared(
  threads: Threads,
  { moduleUrl: predictorModuleUrl }: PredictorModule,
  samples: Shared<readonly CaseText[]>,
  models: Readonly<Record<string, SharedArrayBuffer | null>>
): Promise<Readonly<Record<string, Losses>>> {
  const losses = Object.entries(models).map(async ([name, model]) => {
    const payload: LossesTask = { predictorModuleUrl, samples, model }
    return [
      name,
      await threads.run<LossesTask, Losses>({ module: moduleUrl, name: 'measureLosses', payload })
    ] as const
  })
  return Object.fromEntries(await Promise.all(losses))
}

/** The predictor's own metrics (`measure`) of a model (null: without one) over some cases together. */
export function measureFigures(
  threads: Threads,
  { moduleUrl: predictorModuleUrl }: PredictorModule,
  cases: readonly CaseText[],
  model: SharedArrayBuffer | null
): Promise<Readonly<Record<string, number>>> {
  const payload: LossesTask = { predictorModuleUrl, samples: threads.share(cases), model }
  return threads.run<LossesTask, Readonly<Record<string, number>>>({
    module: moduleUrl,
    name: 'measureFigures',
    payload
  })
}

/** Whether the predictor reads the artefact. */
export async function isDecodable(
  threads: Threads,
  { moduleUrl: predictorModuleUrl }: PredictorModule,
  model: SharedArrayBuffer
): Promise<boolean> {
  const payload: DecodeTask = { predictorModuleUrl, model }
  return threads.run<DecodeTask, boolean>({ module: moduleUrl, name: 'tryDecode', payload })
}

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
 * Trains on threads: plans, runs the parts in parallel, and combines them. The same cases, options and seed give the same bytes
 * with any number of threads. `prior`: the bytes of the model that a training on few cases starts from.
 * Throws the RangeError of the predictor if there are too few cases.
 */
export async function trainVersion(
  threads: Threads,
  { moduleUrl: predictorModuleUrl }: PredictorModule,
  cases: readonly CaseText[],
  options: TrainOptions,
  prior: SharedArrayBuffer | null = null
): Promise<Combined> {
  const samples = threads.share(cases)
  const task: TrainTask = { predictorModuleUrl, samples, options, prior }
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

/** Measures the losses of named models (null: without a model) and of the baselines on the held-out cases. */
export async function measure(
  threads: Threads,
  predictorModule: PredictorModule,
  cases: { readonly training: readonly CaseText[]; readonly heldOut: readonly CaseText[] },
  models: Readonly<Record<string, SharedArrayBuffer | null>>
): Promise<{
  readonly models: Readonly<Record<string, Losses>>
  readonly baselines: Readonly<Record<string, Losses>>
}> {
  const samples: Shared<readonly CaseText[]> = threads.share(cases.heldOut)
  const payload: BaselinesTask = {
    predictorModuleUrl: predictorModule.moduleUrl,
    training: threads.share(cases.training),
    samples
  }
  const [losses, baselines] = await Promise.all([
    measureShared(threads, predictorModule, samples, models),
    threads.run<BaselinesTask, Readonly<Record<string, Losses>>>({
      module: moduleUrl,
      name: 'measureBaselines',
      payload
    })
  ])
  return { models: losses, baselines }
}

/** Measures the losses of named models (null: without a model) on some cases. */
export function measureModels(
  threads: Threads,
  predictorModule: PredictorModule,
  cases: readonly CaseText[],
  models: Readonly<Record<string, SharedArrayBuffer | null>>
): Promise<Readonly<Record<string, Losses>>> {
  return measureShared(threads, predictorModule, threads.share(cases), models)
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

/** Measures the predictor's own metrics (`measure`) of a model (null: without a model) over some cases. */
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

/** Whether the predictor can decode the artefact. */
export async function isDecodable(
  threads: Threads,
  { moduleUrl: predictorModuleUrl }: PredictorModule,
  model: SharedArrayBuffer
): Promise<boolean> {
  const payload: DecodeTask = { predictorModuleUrl, model }
  return threads.run<DecodeTask, boolean>({ module: moduleUrl, name: 'tryDecode', payload })
}

import { createHash } from 'node:crypto'
import { type Command, Option } from 'commander'
import { type PartTask, runParts } from '../client/library/run-parts.ts'
import { moduleUrl as trainingUrl } from '../client/library/training-tasks.ts'
import type { Threads } from '../ports/threads.ts'
import type { Model } from '../predictors/cascade-size/model.ts'
import { encodeModel } from '../predictors/cascade-size/model-artefact.ts'
import {
  combinePointModels,
  type PointTraining,
  planPointModels
} from '../predictors/cascade-size/point-models.ts'
import type { Sample } from '../predictors/cascade-size/sample.ts'
import { combine, plan } from '../predictors/cascade-size/train.ts'
import type { Labeled } from '../predictors/predictor.ts'
import { mlRandomForestEngine } from '../trainer/engines/ml-random-forest.ts'
import { collectSamples } from './collect-samples.ts'
import { UsageError } from './exit-codes.ts'
import { formatDuration, formatNumber } from './format.ts'
import { addWindowsOption, wholeNumber } from './options.ts'
import { publishTraining } from './publish-training.ts'
import { withFileInErrors } from './range-errors.ts'
import { addTableOptions, readTableAnswers, type TableOptions } from './table-options.ts'
import type { Terminal } from './terminal.ts'
import { moduleUrl } from './thread-tasks.ts'
import { addThreadsOption, withThreads } from './with-threads.ts'
import { writeWholeFile } from './write-whole-file.ts'

const engineNames = ['extra-trees', 'ml-random-forest'] as const
type EngineName = (typeof engineNames)[number]

interface Options extends TableOptions {
  readonly windowSeconds: readonly number[]
  readonly out?: string
  readonly publish?: true
  readonly override?: string
  readonly url?: string
  readonly dataDir?: string
  readonly seed: number
  readonly trees: number
  readonly keepIds?: true
  readonly engine: EngineName
  readonly threads: number
  readonly json?: true
}

export function describe(command: Command, terminal: Terminal): void {
  addWindowsOption(addTableOptions(command), terminal)
    .description(
      'Trains a model on the finished cascades of a folder: for each window two forests with their leaf samples, calibrated ' +
        'intervals, and priors for the fit. The same folder, options and seed give the same bytes, whatever the number of ' +
        'threads. With --publish, sends the samples of the folder to the service (if none runs on the data folder, this ' +
        'process starts one). The service trains on all its samples and promotes the version if it passes the gate.'
    )
    .argument('<dir>', 'finished cascades: folder with index.csv and data.csv (or data.csv.gz), or a table')
    .option('--cascade-column <heading>', '<dir> is a table: column that names the cascade of a row')
    .option('--out <model>', 'model file to write')
    .option('--publish', 'send the samples to the service instead')
    .option('--override <reason>', 'with --publish: promote without the gate, for this reason')
    .option('--url <address>', 'with --publish: address of the service (GROUNDSWELL_URL)')
    .option('--data-dir <dir>', 'with --publish: data folder of the service (DATA_DIR)')
    .option('--seed <n>', 'seed of the random numbers', wholeNumber(0), 1)
    .option('--trees <n>', 'number of trees in each forest', wholeNumber(1, 100_000), 200)
    .option(
      '--keep-ids',
      'with --out: keep the numbers of the cascades in the model, so that forecasts name the most similar ones'
    )
    .addOption(
      new Option(
        '--engine <name>',
        'engine that grows the forests; ml-random-forest is for small sets and gives a point without an interval'
      )
        .choices(engineNames)
        .default('extra-trees')
    )
    .option('--json', 'print the summary as JSON')
    .action((folder: string, options: Options) => run(folder, options, terminal))
  addThreadsOption(command)
}

async function run(folder: string, options: Options, terminal: Terminal): Promise<void> {
  const { windowSeconds: windows, seed, trees, engine, out, publish, keepIds: keepsIds = false } = options
  if ((publish === true) === (out !== undefined)) throw new UsageError('name either --out or --publish')
  if (publish && engine !== 'extra-trees')
    throw new UsageError(`--engine ${engine} requires --out: the models of the service give intervals`)
  if (publish && keepsIds)
    throw new UsageError('--keep-ids requires --out: for the service, set GROUNDSWELL_TRAIN_KEEP_IDS')
  if (engine !== 'extra-trees' && keepsIds)
    throw new UsageError(`--keep-ids has no effect with --engine ${engine}: omit it`)
  if (out === undefined) return publishTraining(folder, options, terminal)
  const model = await withThreads(options.threads, async threads => {
    const samples = await collectSamples(folder, windows, threads, terminal, {
      answers: readTableAnswers(options)
    })
    return trainOnThreads(folder, samples, engine, { seed, trees, windows, keepsIds }, threads, terminal)
  })
  const bytes = encodeModel(model)
  await writeWholeFile(out, bytes)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const summary = {
    out,
    bytes: bytes.length,
    sha256,
    engine,
    hasEarly: model.early.length > 0,
    ...model.trainedOn
  }
  await terminal.print(options.json ? JSON.stringify(summary) : formatSummary(out, bytes.length, model))
}

async function trainOnThreads(
  folder: string,
  samples: readonly Labeled<Sample>[],
  engine: EngineName,
  { keepsIds, ...options }: PointTraining & { readonly keepsIds: boolean },
  threads: Threads,
  terminal: Terminal
): Promise<Model> {
  async function grow<Part, Result>(parts: readonly Part[], task: PartTask): Promise<Result[]> {
    using progress = terminal.startProgress('growing trees', parts.length)
    return await runParts<Part, Result>(threads, task, samples, parts, () => progress.advance())
  }
  if (engine === 'extra-trees') {
    const parts = withFileInErrors(folder, () => plan(samples, { ...options }))
    const task = { module: trainingUrl, name: 'runTrainPart' }
    return combine(samples, await grow(parts, task), { ...options, keepsIds })
  }
  const parts = withFileInErrors(folder, () => planPointModels(samples, options, mlRandomForestEngine))
  const task = { module: moduleUrl, name: 'runPointPart' }
  return combinePointModels(samples, await grow(parts, task), options.seed)
}

function formatSummary(out: string, bytes: number, { trainedOn, early }: Model): string {
  const { cascades, windows } = trainedOn
  const rows = windows.map(
    ({ windowSeconds, cascades: own, smallestSize, medianSize, largestSize }) =>
      `  ${formatDuration(windowSeconds).padEnd(8)} ${own} cascades of ${smallestSize} to ${largestSize} events (median ${medianSize})`
  )
  const head = `${out}: ${formatNumber(bytes / 1e6, 3)} MB, trained on ${cascades} cascades`
  return [
    head,
    ...rows,
    `  fewer than 5 events: ${early ? 'a separate forest' : 'no forecast (too few such cases)'}`
  ].join('\n')
}

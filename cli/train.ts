import { createHash } from 'node:crypto'
import { type Command, Option } from 'commander'
import { InputError } from '../cascades/source/input-error.ts'
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
  readonly engine: EngineName
  readonly threads: number
  readonly json?: true
}

export function describe(command: Command, terminal: Terminal): void {
  addWindowsOption(addTableOptions(command), terminal)
    .description(
      'Learns a model from the finished cascades of a folder: for each window two forests with their leaf samples, ' +
        'calibrated intervals, and priors for the fit. The same folder, options and seed give the same bytes, whatever ' +
        'the number of threads. DIR: index.csv and data.csv or data.csv.gz. With --publish the samples of the folder go ' +
        'to the service (the one that runs on the data folder, else to the data folder itself), which trains on all it ' +
        'knows and promotes the version if it passes the gate.'
    )
    .argument('<dir>', 'finished cascades')
    .option('--cascade-column <heading>', 'DIR is a table: the column that names the cascade of a row')
    .option('--out <model>', 'the file to write')
    .option('--publish', 'hand over to the service instead')
    .option('--override <reason>', 'with --publish: promote without the gate')
    .option('--url <address>', 'with --publish: the service (GROUNDSWELL_URL)')
    .option('--data-dir <dir>', 'with --publish: where the data of the service lies (DATA_DIR)')
    .option('--seed <n>', 'where the random numbers start', wholeNumber(0), 1)
    .option('--trees <n>', 'trees of each forest', wholeNumber(1, 100_000), 200)
    .addOption(
      new Option(
        '--engine <name>',
        'what grows the forests; ml-random-forest, for small sets, gives a point and no interval'
      )
        .choices(engineNames)
        .default('extra-trees')
    )
    .option('--json', 'print the summary as JSON')
    .action((folder: string, options: Options) => run(folder, options, terminal))
  addThreadsOption(command)
}

async function run(folder: string, options: Options, terminal: Terminal): Promise<void> {
  const { windowSeconds: windows, seed, trees, engine, out, publish } = options
  if ((publish === true) === (out !== undefined)) throw new UsageError('either --out or --publish is needed')
  if (publish && engine !== 'extra-trees')
    throw new UsageError(`--engine ${engine} goes with --out: what the service serves has intervals`)
  if (out === undefined) return publishTraining(folder, options, terminal)
  const model = await withThreads(options.threads, async threads => {
    const samples = await collectSamples(folder, windows, threads, terminal, {
      answers: readTableAnswers(options)
    })
    return trainOnThreads(folder, samples, engine, { seed, trees, windows }, threads, terminal)
  })
  const bytes = encodeModel(model)
  await writeWholeFile(out, bytes)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const summary = {
    out,
    bytes: bytes.length,
    sha256,
    engine,
    hasEarly: model.early !== null,
    ...model.trainedOn
  }
  await terminal.print(options.json ? JSON.stringify(summary) : formatSummary(out, bytes.length, model))
}

async function trainOnThreads(
  folder: string,
  samples: readonly Labeled<Sample>[],
  engine: EngineName,
  options: PointTraining,
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
    return combine(samples, await grow(parts, task), { ...options })
  }
  const parts = withFileInErrors(folder, () => planPointModels(samples, options, mlRandomForestEngine))
  const task = { module: moduleUrl, name: 'runPointPart' }
  return combinePointModels(samples, await grow(parts, task), options.seed)
}

// The options have been checked: what cannot be planned is for want of cases, or for too many.
function withFileInErrors<Plan>(folder: string, makePlan: () => Plan): Plan {
  try {
    return makePlan()
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new InputError(folder, null, error.message, { cause: error })
  }
}

function formatSummary(out: string, bytes: number, { trainedOn, early }: Model): string {
  const { cascades, windows } = trainedOn
  const rows = windows.map(
    ({ windowSeconds, cascades: own, smallestSize, medianSize, largestSize }) =>
      `  ${formatDuration(windowSeconds).padEnd(8)} ${own} cascades of ${smallestSize} to ${largestSize} events (median ${medianSize})`
  )
  const head = `${out}: ${formatNumber(bytes / 1e6, 3)} MB, learned from ${cascades} cascades`
  return [
    head,
    ...rows,
    `  fewer than 5 events: ${early ? 'a forest of their own' : 'no forecast (too few such cases)'}`
  ].join('\n')
}

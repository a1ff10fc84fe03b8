import { createHash } from 'node:crypto'
import type { Command } from 'commander'
import type { Threads } from '../../ports/threads.ts'
import type { Model } from '../../predictors/cascade-size/model.ts'
import { encodeModel } from '../../predictors/cascade-size/model-artefact.ts'
import type { Sample } from '../../predictors/cascade-size/sample.ts'
import { combine, plan, type TrainPartResult } from '../../predictors/cascade-size/train.ts'
import type { Labeled, TrainOptions } from '../../predictors/predictor.ts'
import { InputError } from '../../source/input-error.ts'
import { formatDuration, formatNumber } from '../format.ts'
import { collectSamples } from './collect-samples.ts'
import { UsageError } from './exit-codes.ts'
import { wholeNumber, windowList } from './options.ts'
import { publishTraining } from './publish-training.ts'
import { runAhead } from './run-ahead.ts'
import type { Terminal } from './terminal.ts'
import { moduleUrl, type TrainTask } from './thread-tasks.ts'
import { addThreadsOption, withThreads } from './with-threads.ts'
import { writeWholeFile } from './write-whole-file.ts'

interface Options {
  readonly windows: readonly number[]
  readonly out?: string
  readonly publish?: true
  readonly override?: string
  readonly dataDir?: string
  readonly seed: number
  readonly trees: number
  readonly threads: number
  readonly json?: true
}

export function describe(command: Command, terminal: Terminal): void {
  command
    .description(
      'Learns a model from the finished cascades of a folder: for each window two forests with their leaf samples, ' +
        'calibrated intervals, and priors for the fit. The same folder, options and seed give the same bytes, whatever ' +
        'the number of threads. DIR: index.csv and data.csv or data.csv.gz. With --publish the samples of the folder go ' +
        'to the service (the one that runs on the data folder, else to the data folder itself), which trains on all it ' +
        'knows and promotes the version if it passes the gate.'
    )
    .argument('<dir>', 'finished cascades')
    .option('--windows <list>', 'ages in seconds', windowList, [300, 600, 3600])
    .option('--out <model>', 'the file to write')
    .option('--publish', 'hand over to the service instead')
    .option('--override <reason>', 'with --publish: promote without the gate')
    .option('--data-dir <dir>', 'with --publish: where the data of the service lies (DATA_DIR)')
    .option('--seed <n>', 'where the random numbers start', wholeNumber(0), 1)
    .option('--trees <n>', 'trees of each forest', wholeNumber(1, 100_000), 200)
    .option('--json', 'print the summary as JSON')
    .action((folder: string, options: Options) => run(folder, options, terminal))
  addThreadsOption(command)
}

async function run(folder: string, options: Options, terminal: Terminal): Promise<void> {
  const { windows, seed, trees, out, publish } = options
  if ((publish === true) === (out !== undefined)) throw new UsageError('either --out or --publish is needed')
  if (out === undefined) return publishTraining(folder, options, terminal)
  const model = await withThreads(options.threads, async threads => {
    const samples = await collectSamples(folder, windows, threads, terminal)
    return trainOnThreads(folder, samples, { seed, trees, windows }, threads, terminal)
  })
  const bytes = encodeModel(model)
  await writeWholeFile(out, bytes)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const summary = { out, bytes: bytes.length, sha256, hasEarly: model.early !== null, ...model.trainedOn }
  await terminal.print(options.json ? JSON.stringify(summary) : formatSummary(out, bytes.length, model))
}

async function trainOnThreads(
  folder: string,
  samples: readonly Labeled<Sample>[],
  options: TrainOptions,
  threads: Threads,
  terminal: Terminal
): Promise<Model> {
  const parts = planOrBlame(folder, samples, options)
  const progress = terminal.startProgress('growing trees', parts.length)
  const shared = threads.share(samples)
  const results: TrainPartResult[] = []
  try {
    const start = (part: (typeof parts)[number]) =>
      threads.run<TrainTask, TrainPartResult>({
        module: moduleUrl,
        name: 'runTrainPart',
        payload: { samples: shared, part }
      })
    for await (const result of runAhead(parts, 2 * threads.size, start)) {
      results.push(result)
      progress.advance()
    }
  } finally {
    progress.close()
  }
  return combine(samples, results, options)
}

// The options have been checked: what cannot be planned is for want of cases.
function planOrBlame(folder: string, samples: readonly Labeled<Sample>[], options: TrainOptions) {
  try {
    return plan(samples, options)
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

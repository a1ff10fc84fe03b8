import { type Command, Option } from 'commander'
import { runAhead } from '../client/library/run-ahead.ts'
import type { Threads } from '../ports/threads.ts'
import {
  type Evaluation,
  type EvaluationOptions,
  type EvaluationPart,
  type EvaluationPartResult,
  evaluationMethods,
  planEvaluation,
  summarizeEvaluation
} from '../predictors/cascade-size/evaluate.ts'
import type { Sample } from '../predictors/cascade-size/sample.ts'
import type { Samples } from '../predictors/predictor.ts'
import { collectSamples } from './collect-samples.ts'
import { formatEvaluation } from './format-evaluation.ts'
import { formatLearningCurve } from './format-learning-curve.ts'
import { drawLearningCurve } from './learning-curve.ts'
import { addRenamed, addWindowsOption, nameList, parseWindows, wholeNumber } from './options.ts'
import { toInputError, withFileInErrors } from './range-errors.ts'
import { addTableOptions, readTableAnswers, type TableOptions } from './table-options.ts'
import type { Terminal } from './terminal.ts'
import { type EvaluateTask, moduleUrl } from './thread-tasks.ts'
import { addThreadsOption, withThreads } from './with-threads.ts'

interface Options extends TableOptions {
  readonly windowSeconds: readonly number[]
  readonly folds: number
  readonly test?: string
  readonly trainWindowSeconds?: readonly number[]
  readonly methods: readonly string[]
  readonly learningCurve?: true
  readonly orders: number
  readonly minEvents: number
  readonly seed: number
  readonly trees: number
  readonly threads: number
  readonly json?: true
}

export function describe(command: Command, terminal: Terminal): void {
  const trainWindows = new Option(
    '--train-window-seconds <list>',
    'windows in seconds that the models are trained for, comma-separated (default: those of --window-seconds)'
  ).argParser(parseWindows)
  addWindowsOption(addTableOptions(command), terminal)
  addRenamed(command, terminal, trainWindows, '--train-windows <list>')
    .description(
      'Compares the accuracy of all methods on finished cascades, by cross-validation (each cascade is forecast once by a ' +
        'model trained on the other folds) or on a test folder. A forecast uses no event after its window.'
    )
    .argument(
      '<dir>',
      'folder with index.csv and data.csv (or data.csv.gz), or a table with a column of cascades'
    )
    .option('--cascade-column <heading>', 'column that names the cascade of a row')
    .option('--folds <k>', 'number of folds; a cascade is in one fold', wholeNumber(2, 1000), 10)
    .addOption(new Option('--test <dir>', 'train on <dir> and measure on this folder').conflicts('folds'))
    .option('--methods <list>', 'methods to compare', nameList(evaluationMethods), evaluationMethods)
    .option('--seed <n>', 'seed of the folds and the forests', wholeNumber(0), 1)
    .option('--trees <n>', 'number of trees in each forest', wholeNumber(1, 100_000), 200)
    .addOption(
      new Option(
        '--learning-curve',
        'error and coverage by the number of own cascades (0, 10, 30, 100, ...), on the same held-out cascades: a third, or ' +
          'those of --test'
      ).conflicts(['folds', 'methods', 'trainWindowSeconds'])
    )
    .option('--orders <n>', 'with --learning-curve: random orders to average over', wholeNumber(1, 1000), 5)
    .option('--json', 'print the figures as JSON')
    .action((folder: string, options: Options) => run(folder, options, terminal))
  const minEvents = new Option('--min-events <n>', 'leave out cases with fewer events in the window')
  addRenamed(command, terminal, minEvents.argParser(wholeNumber(1)).default(5), '--fewest-events <n>')
  addThreadsOption(command)
}

async function run(folder: string, options: Options, terminal: Terminal): Promise<void> {
  const { windowSeconds: windows, trainWindowSeconds: trainWindows = [], test, json } = options
  const answers = readTableAnswers(options)
  const sampled = [...new Set([...windows, ...trainWindows])]
  const text = await withThreads(options.threads, async threads => {
    const samples = await collectSamples(folder, sampled, threads, terminal, { answers })
    const tests =
      test === undefined
        ? []
        : await collectSamples(test, sampled, threads, terminal, { prefix: 'test ', answers })
    const testGroups = test === undefined ? null : [...new Set(tests.map(({ group }) => group))]
    const all = [...samples, ...tests]
    if (options.learningCurve) {
      const { seed, orders, minEvents, trees } = options
      const asked = { seed, orders, testGroups, windows, minEvents, trees }
      const curve = await drawLearningCurve(folder, all, asked, threads, terminal)
      return json ? JSON.stringify(curve) : formatLearningCurve(curve)
    }
    const asked = toEvaluationOptions(options, testGroups)
    const evaluation = await evaluateOnThreads(folder, all, asked, threads, terminal)
    return json ? JSON.stringify(evaluation) : formatEvaluation(evaluation)
  })
  await terminal.print(text)
}

function toEvaluationOptions(options: Options, testGroups: readonly string[] | null): EvaluationOptions {
  const { seed, windowSeconds: windows, methods, minEvents, trees, folds } = options
  const trainWindows = options.trainWindowSeconds
  const split = testGroups === null ? { folds } : { testGroups }
  return { seed, windows, split, methods, minEvents, trees, ...(trainWindows ? { trainWindows } : {}) }
}

async function evaluateOnThreads(
  folder: string,
  samples: Samples<Sample>,
  options: EvaluationOptions,
  threads: Threads,
  terminal: Terminal
): Promise<Evaluation> {
  const parts = withFileInErrors(folder, () => planEvaluation(samples, options))
  using progress = terminal.startProgress('evaluating', parts.length)
  const shared = threads.share(samples)
  const results: EvaluationPartResult[] = []
  const start = (part: EvaluationPart) =>
    threads.run<EvaluateTask, EvaluationPartResult>({
      module: moduleUrl,
      name: 'evaluatePart',
      payload: { samples: shared, part }
    })
  try {
    for await (const result of runAhead(parts, 2 * threads.size, start)) {
      results.push(result)
      progress.advance()
    }
  } catch (error) {
    throw toInputError(error, folder)
  }
  return summarizeEvaluation(folder, results, options)
}

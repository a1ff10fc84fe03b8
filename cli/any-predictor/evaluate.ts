import type { Command } from 'commander'
import { crossValidate } from '../../trainer/cross-validate.ts'
import { nameInput } from '../open-input.ts'
import { wholeNumber } from '../options.ts'
import type { Terminal } from '../terminal.ts'
import { addThreadsOption, withThreads } from '../with-threads.ts'
import { formatPredictorEvaluation } from './format-evaluation.ts'
import { makeCases, withFileInCaseErrors } from './make-cases.ts'
import { addPredictorOption, openPredictor, type PredictorOptions } from './open-predictor.ts'
import { lineHelp } from './read-lines.ts'
import { summarizeEvaluation } from './summarize-evaluation.ts'
import { addTrainingOptions, type TrainingChoice } from './train-options.ts'

interface Options extends PredictorOptions, TrainingChoice {
  readonly folds: number
  readonly threads: number
  readonly json?: true
}

export function describe(command: Command, terminal: Terminal): void {
  addPredictorOption(command)
    .description(
      'Measures a predictor on finished cases by cross-validation: its model, its answer without a model, and every ' +
        'baseline that it declares. Each case is predicted once, after training on the other groups. Standard errors of ' +
        `means are by group. ${lineHelp} "input" and "outcome" are required.`
    )
    .argument('<file>', 'finished cases')
    .option('--folds <k>', 'number of folds; a group is in one fold', wholeNumber(2, 1000), 10)
    .option('--json', 'print the figures as JSON')
    .action((file: string, options: Options) => run(file, options, terminal))
  addThreadsOption(addTrainingOptions(command))
}

async function run(file: string, options: Options, terminal: Terminal): Promise<void> {
  const { folds, seed, options: train } = options
  const module = await openPredictor(options)
  const evaluation = await withThreads(options.threads, async threads => {
    const cases = await makeCases(file, module, threads, terminal)
    using progress = terminal.startProgress('evaluating', folds)
    const advance = () => progress.advance()
    return await withFileInCaseErrors(file, () =>
      crossValidate(threads, module, cases, { folds, seed, train }, advance)
    )
  })
  const summary = summarizeEvaluation(module.predictor, evaluation, { data: nameInput(file), folds, seed })
  await terminal.print(options.json ? JSON.stringify(summary) : formatPredictorEvaluation(summary))
}

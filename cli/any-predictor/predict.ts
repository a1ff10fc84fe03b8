import { type Command, Option } from 'commander'
import { systemClock } from '../../adapters/clock/system.ts'
import { InputError } from '../../cascades/source/input-error.ts'
import { describeAnswer } from '../../client/describe-answer.ts'
import { batch, runAhead } from '../../client/library/run-ahead.ts'
import { Failure } from '../../ports/errors.ts'
import { describeField } from '../../ports/invalid-field.ts'
import type { Threads } from '../../ports/threads.ts'
import type { AnyPredictor, PredictorModule } from '../../predictors/predictor.ts'
import type { Answer } from '../../worker/predict-inputs.ts'
import type { SharedModel } from '../../worker/predict-task.ts'
import { type JobEnd, runBatch } from '../../worker/run-batch.ts'
import { answerFormats, formatTable } from '../format.ts'
import { nameInput } from '../open-input.ts'
import type { Terminal } from '../terminal.ts'
import { addThreadsOption, withThreads } from '../with-threads.ts'
import { addPredictorOption, openPredictor, type PredictorOptions } from './open-predictor.ts'
import { readArtefact } from './read-artefact.ts'
import { type InputLine, lineHelp, readInputs } from './read-lines.ts'

interface Options extends PredictorOptions {
  readonly model?: string
  readonly withoutModel?: true
  readonly threads: number
  readonly json?: true
}

export function describe(command: Command, terminal: Terminal): void {
  addPredictorOption(command)
    .description(
      `Predicts every input of a file. ${lineHelp} Only "input" is required; "id" is the number of the line by default. ` +
        'Prints a table of the answers or, with --json, a line of JSON for each input: id and output, or id and error.'
    )
    .argument('<file>', 'inputs')
    .option('--model <file>', 'model file, as groundswell train writes it')
    .addOption(new Option('--without-model', 'predict without a model (the default)').conflicts('model'))
    .option('--json', 'print JSON Lines')
    .action((file: string, options: Options) => run(file, options, terminal))
  addThreadsOption(command)
}

type GivenAnswer = Extract<Answer, { readonly kind: 'answered' | 'refused' }>

interface AnsweredLine extends InputLine {
  readonly answer: GivenAnswer
}

/** Inputs of one task of a predictor that declares no batch. */
const INPUTS_PER_TASK = 32

async function run(file: string, options: Options, terminal: Terminal): Promise<void> {
  const module = await openPredictor(options)
  const { predictor } = module
  const inputs = await readInputs(file, predictor, terminal)
  const model = options.model === undefined ? null : await readArtefact(options.model, predictor)
  if (model === null && !options.withoutModel)
    terminal.printNote('answered without a model: add --model FILE, or --without-model if that is intended')
  const answered = await predictOnThreads(module, inputs, model, options.threads, terminal)
  if (options.json) for (const each of answered) await terminal.print(formatLine(each))
  else await terminal.print(formatAnswers(predictor, answered))
  const refused = answered.filter(({ answer }) => answer.kind === 'refused')
  const [first] = refused
  if (first)
    throw new InputError(
      nameInput(file),
      first.line,
      `${describeRefusal(first)}${refused.length > 1 ? ` (the first of ${refused.length} refused inputs)` : ''}`
    )
}

/** Returns the answers in the order of the inputs. */
async function predictOnThreads(
  module: PredictorModule,
  inputs: readonly InputLine[],
  model: SharedModel | null,
  threadCount: number,
  terminal: Terminal
): Promise<readonly AnsweredLine[]> {
  using progress = terminal.startProgress('predicting', inputs.length)
  const answered: AnsweredLine[] = []
  await withThreads(threadCount, async threads => {
    const size = module.predictor.batch?.maxSize ?? INPUTS_PER_TASK
    const batches = batch(inputs, size, Number.POSITIVE_INFINITY, () => 1)
    const predict = (lines: readonly InputLine[]) => predictLines(module, lines, model, threads)
    for await (const lines of runAhead(batches, 2 * threads.size, predict)) {
      answered.push(...lines)
      progress.advance(lines.length)
    }
  })
  return answered
}

async function predictLines(
  { predictor, moduleUrl: predictorModuleUrl }: PredictorModule,
  lines: readonly InputLine[],
  model: SharedModel | null,
  threads: Threads
): Promise<AnsweredLine[]> {
  const settings = { clock: systemClock, threads, predictorModuleUrl, graceSeconds: 0 }
  const stop = new AbortController().signal
  const jobs = lines.map(({ input }) => ({ input: JSON.stringify(input), stop }))
  const ends = await runBatch(settings, model, jobs)
  return lines.map((line, index) => ({ ...line, answer: requireAnswer(predictor, line, ends[index]) }))
}

function requireAnswer({ name }: AnyPredictor, { line }: InputLine, end: JobEnd | undefined): GivenAnswer {
  switch (end?.kind) {
    case 'answered':
    case 'refused':
      return end
    case 'unavailable':
      throw new Failure('predictor-unavailable', `${name} is unavailable: ${end.reason}`)
    case 'threw':
      throw new Failure('internal', `${name} failed at line ${line}: ${end.stack}`)
    case 'crashed':
      throw new Failure('thread-crashed', `${name} ended its thread at line ${line}: ${end.reason}`)
    default:
      throw new Failure('internal', `${name} gave no answer for line ${line}`)
  }
}

function formatLine({ id, answer }: AnsweredLine): string {
  return answer.kind === 'answered'
    ? JSON.stringify({ id, output: JSON.parse(answer.output) })
    : JSON.stringify({ id, error: { field: answer.field, reason: answer.reason } })
}

function describeRefusal({ answer }: AnsweredLine): string {
  return answer.kind === 'refused' ? `${describeField(`/input${answer.field}`)} ${answer.reason}` : ''
}

function formatAnswers({ answer: fields }: AnyPredictor, answered: readonly AnsweredLine[]): string {
  if (answered.length === 0) return 'none'
  const isAnyRefused = answered.some(({ answer }) => answer.kind === 'refused')
  const rows = answered.map(each => {
    const output: unknown = each.answer.kind === 'answered' ? JSON.parse(each.answer.output) : null
    const texts = fields.map(field => describeAnswer([field], output, answerFormats)[0]?.text ?? '')
    return [each.id, ...texts, ...(isAnyRefused ? [describeRefusal(each)] : [])]
  })
  const labels = fields.map(({ label }) => label)
  return formatTable(['id', ...labels, ...(isAnyRefused ? ['Refused'] : [])], rows)
}

import { createHash } from 'node:crypto'
import type { Command } from 'commander'
import { InputError } from '../../cascades/source/input-error.ts'
import type { PredictorModule } from '../../predictors/predictor.ts'
import { trainVersion } from '../../trainer/train-version.ts'
import { UsageError } from '../exit-codes.ts'
import { formatNumber } from '../format.ts'
import { nameInput } from '../open-input.ts'
import { printAnswer } from '../print-answer.ts'
import { openTrainingService, readConfigOf, type ServiceOptions } from '../service.ts'
import { submitSamples } from '../submit-samples.ts'
import type { Terminal } from '../terminal.ts'
import { addThreadsOption, withThreads } from '../with-threads.ts'
import { writeWholeFile } from '../write-whole-file.ts'
import { type MadeCase, makeCases, withFileInCaseErrors } from './make-cases.ts'
import { addPredictorOption, openPredictor, type PredictorOptions } from './open-predictor.ts'
import { lineHelp } from './read-lines.ts'
import { addTrainingOptions, type TrainingChoice } from './train-options.ts'

interface Options extends PredictorOptions, TrainingChoice, ServiceOptions {
  readonly out?: string
  readonly publish?: true
  readonly simulated?: true
  readonly override?: string
  readonly threads: number
  readonly json?: true
}

export function describe(command: Command, terminal: Terminal): void {
  addPredictorOption(command)
    .description(
      `Trains a model on finished cases. ${lineHelp} "input" and "outcome" are required. The same file, options and seed ` +
        'give the same bytes, whatever the number of threads. With --publish, sends the samples of the cases to the service ' +
        '(if none runs on the data folder, this process starts one). The service trains on all its samples and promotes ' +
        'the version if it passes the gate.'
    )
    .argument('<file>', 'finished cases')
    .option('--out <model>', 'model file to write')
    .option('--publish', 'send the samples to the service instead')
    .option('--simulated', 'with --publish: the cases are simulated; the version is marked as simulated')
    .option('--override <reason>', 'with --publish: promote without the gate, for this reason')
    .option('--url <address>', 'with --publish: address of the service (GROUNDSWELL_URL)')
    .option('--data-dir <dir>', 'with --publish: data folder of the service (DATA_DIR)')
    .option('--json', 'print the summary as JSON')
    .action((file: string, options: Options) => run(file, options, command, terminal))
  addThreadsOption(addTrainingOptions(command))
}

async function run(file: string, options: Options, command: Command, terminal: Terminal): Promise<void> {
  const { out, publish } = options
  if ((publish === true) === (out !== undefined)) throw new UsageError('name either --out or --publish')
  const module = await openPredictor(options)
  if (out !== undefined) return trainToFile(file, out, module, options, terminal)
  for (const name of ['seed', 'options'])
    if (command.getOptionValueSource(name) === 'cli')
      throw new UsageError(
        `--${name} has no effect with --publish: the service uses its own training options`
      )
  return publishCases(file, module, options, terminal)
}

async function trainToFile(
  file: string,
  out: string,
  module: PredictorModule,
  { seed, options, threads: size, json }: Options,
  terminal: Terminal
): Promise<void> {
  const { cases, bytes } = await withThreads(size, async threads => {
    const made = await makeCases(file, module, threads, terminal)
    const trained = await withFileInCaseErrors(file, () =>
      trainVersion(threads, module, made, { ...options, seed })
    )
    return { cases: made, bytes: new Uint8Array(trained.bytes).slice() }
  })
  await writeWholeFile(out, bytes)
  const summary = {
    out,
    predictor: module.predictor.name,
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    cases: cases.length,
    groups: new Set(cases.map(({ group }) => group)).size,
    seed
  }
  await printAnswer(terminal, json, summary, () => {
    const trainedOn = `${formatNumber(summary.cases)} cases of ${formatNumber(summary.groups)} groups`
    return `${out}: ${formatNumber(bytes.length / 1e6, 3)} MB, a model of ${summary.predictor} trained on ${trainedOn}`
  })
}

/** The group of a case is its subject in the service, which keeps one sample for each subject and slice. */
async function publishCases(
  file: string,
  module: PredictorModule,
  options: Options,
  terminal: Terminal
): Promise<void> {
  const config = readConfigOf(options)
  const cases = await withThreads(options.threads, threads =>
    makeCases(file, module, threads, terminal, Date.now())
  )
  const items = toItems(file, module, cases)
  const { client, close } = await openTrainingService(config, options, terminal)
  try {
    const submitted = {
      predictor: module.predictor.name,
      sampleVersion: module.predictor.sampleVersion,
      items,
      isSimulated: options.simulated === true,
      reason: `train ${nameInput(file)} --publish`,
      override: options.override,
      source: nameInput(file)
    }
    await submitSamples(client, submitted, options, terminal)
  } finally {
    await close()
  }
}

function toItems(file: string, { predictor }: PredictorModule, cases: readonly MadeCase[]) {
  const lineOf = new Map<string, number>()
  return cases.map(({ group: subject, endedAt, sample, source: { line, input } }) => {
    const slice = predictor.slice(input)
    const key = JSON.stringify([subject, slice])
    const first = lineOf.get(key)
    if (first !== undefined)
      throw new InputError(
        nameInput(file),
        line,
        `group must differ from that of line ${first}: the service keeps one sample for each group and slice`
      )
    lineOf.set(key, line)
    return { subject, slice, endedAt: new Date(endedAt).toISOString(), sample: JSON.parse(sample) }
  })
}

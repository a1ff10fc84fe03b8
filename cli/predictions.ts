import { type Command, Option } from 'commander'
import type { PredictionState } from '../client/client.ts'
import {
  formatPredictionRow,
  predictionHead,
  printPrediction,
  readAnswerFields
} from './format-prediction.ts'
import { wholeNumber } from './options.ts'
import { addPageOptions, type PageOptions, printTablePage } from './page.ts'
import { printAnswer } from './print-answer.ts'
import { addServiceOptions, reachService, type ServiceOptions } from './service.ts'
import type { Terminal } from './terminal.ts'

interface Options extends ServiceOptions {
  readonly json?: true
}

interface ListOptions extends Options, PageOptions {
  readonly state?: PredictionState
  readonly subject?: string
  readonly predictor?: string
  readonly modelVersion?: number
}

const states: readonly PredictionState[] = ['queued', 'running', 'succeeded', 'failed', 'canceled']

export function describe(command: Command, terminal: Terminal): void {
  command.description('What the service was asked, and what became of it.')
  addServiceOptions(
    addPageOptions(
      command
        .command('list')
        .description('Predictions, newest first.')
        .addOption(new Option('--state <state>', 'only those').choices([...states]))
        .option('--subject <id>', "only those about this: a cascade's name")
        .option('--predictor <name>', 'only those of this predictor')
        .option('--model-version <n>', 'only those this version answered', wholeNumber(1, 999_999))
    )
  ).action(async (options: ListOptions) => {
    const { url: _, dataDir: __, json, ...query } = options
    const client = reachService(options)
    const page = await client.predictions.list(query)
    const fields = json ? new Map() : await readAnswerFields(client)
    await printTablePage(terminal, json, page, predictionHead, each => formatPredictionRow(each, fields))
  })
  addServiceOptions(
    command.command('show').description('One prediction as it stands.').argument('<id>')
  ).action(async (id: string, options: Options) => {
    const client = reachService(options)
    await printPrediction(terminal, client, options.json, await client.predictions.get(id))
  })
  addServiceOptions(
    command.command('cancel').description('Cancels one that has not ended.').argument('<id>')
  ).action(async (id: string, options: Options) => {
    const client = reachService(options)
    await printPrediction(terminal, client, options.json, await client.predictions.cancel(id))
  })
  addServiceOptions(
    command.command('retry').description('Begins a failed or canceled one anew.').argument('<id>')
  ).action(async (id: string, options: Options) => {
    const accepted = await reachService(options).predictions.retry(id)
    await printAnswer(terminal, options.json, accepted, () => `${accepted.id}: ${accepted.state}`)
  })
}

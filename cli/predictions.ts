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
  command.description('Lists, shows, cancels and retries predictions.')
  addServiceOptions(
    addPageOptions(
      command
        .command('list')
        .description('Lists predictions, newest first.')
        .addOption(new Option('--state <state>', 'only predictions in this state').choices([...states]))
        .option('--subject <id>', 'only predictions about this subject, such as the name of a cascade')
        .option('--predictor <name>', 'only predictions of this predictor')
        .option('--model-version <n>', 'only predictions by this model version', wholeNumber(1, 999_999))
    )
  ).action(async (options: ListOptions) => {
    const { url: _, dataDir: __, json, ...query } = options
    const client = reachService(options)
    const page = await client.predictions.list(query)
    const fields = json ? new Map() : await readAnswerFields(client)
    await printTablePage(terminal, json, page, predictionHead, each => formatPredictionRow(each, fields))
  })
  addCommand('show', 'Shows one prediction.', async (id, options) => {
    const client = reachService(options)
    await printPrediction(terminal, client, options.json, await client.predictions.get(id))
  })
  addCommand('cancel', 'Cancels a prediction that has not ended.', async (id, options) => {
    const client = reachService(options)
    await printPrediction(terminal, client, options.json, await client.predictions.cancel(id))
  })
  addCommand('retry', 'Starts a failed or canceled prediction again.', async (id, options) => {
    const accepted = await reachService(options).predictions.retry(id)
    await printAnswer(terminal, options.json, accepted, () => `${accepted.id}: ${accepted.state}`)
  })

  function addCommand(
    name: string,
    description: string,
    act: (id: string, options: Options) => Promise<void>
  ): void {
    addServiceOptions(command.command(name).description(description).argument('<id>', 'a prediction')).action(
      act
    )
  }
}

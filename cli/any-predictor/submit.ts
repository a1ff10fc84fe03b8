import type { Command } from 'commander'
import { addFileToError, InputError } from '../../cascades/source/input-error.ts'
import { describeJsonFault } from '../../files/json/json-fault.ts'
import { printPrediction } from '../format-prediction.ts'
import { nameInput, openInput } from '../open-input.ts'
import { numberWithin, wholeNumber } from '../options.ts'
import { printAnswer } from '../print-answer.ts'
import { addServiceOptions, reachService, type ServiceOptions } from '../service.ts'
import { refuseUnlessSucceeded } from '../submit.ts'
import type { Terminal } from '../terminal.ts'

interface Options extends ServiceOptions {
  readonly predictor: string
  readonly subject?: string
  readonly model?: number
  readonly idempotencyKey?: string
  readonly wait: boolean
  readonly timeout: number
  readonly json?: true
}

export function describe(command: Command, terminal: Terminal): void {
  addServiceOptions(
    command
      .requiredOption('--predictor <name>', 'predictor of the service')
      .description(
        'Submits one input to the service, waits for the answer and prints the fields that the predictor declares. ' +
          '<file> is the input as JSON (also .gz; - is standard input). The service validates it by the schema of ' +
          'GET /predictors/NAME.'
      )
      .argument('<file>', 'input')
      .option('--subject <id>', 'subject of the prediction, for which outcomes are reported')
      .option(
        '--model <version>',
        'number of the model version that answers (default: live)',
        wholeNumber(1, 999_999)
      )
      .option('--idempotency-key <key>', 'the same key with the same input is the same prediction')
      .option('--no-wait', 'do not wait; print the id of the prediction')
      .option('--timeout <seconds>', 'maximum wait in seconds', numberWithin(1, 86_400), 120)
  ).action((file: string, options: Options) => run(file, options, terminal))
}

async function run(file: string, options: Options, terminal: Terminal): Promise<void> {
  const { json, subject, model, idempotencyKey, timeout } = options
  const client = reachService(options)
  const predictor = client.predictor(options.predictor)
  const submission = {
    input: await readJson(file, terminal),
    ...(subject === undefined ? {} : { subject }),
    ...(model === undefined ? {} : { model })
  }
  const keyed = idempotencyKey === undefined ? {} : { idempotencyKey }
  if (!options.wait) {
    const accepted = await predictor.submit(submission, keyed)
    const { id, state } = accepted
    return printAnswer(terminal, json, accepted, () =>
      [`${id}: ${state}`, `groundswell predictions show ${id} prints its state`].join('\n')
    )
  }
  const prediction = await predictor.submitAndWait(submission, { ...keyed, timeoutSeconds: timeout })
  await printPrediction(terminal, client, json, prediction)
  refuseUnlessSucceeded(prediction)
}

/** Reads a JSON file. Throws InputError. */
async function readJson(file: string, terminal: Terminal): Promise<unknown> {
  const name = nameInput(file)
  const text = await readText(name, openInput(file, terminal))
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new InputError(name, null, `no valid JSON: ${describeJsonFault(text)}`, { cause })
  }
}

async function readText(name: string, bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    let text = ''
    for await (const piece of bytes) text += decoder.decode(piece, { stream: true })
    return text + decoder.decode()
  } catch (cause) {
    if (cause instanceof TypeError) throw new InputError(name, null, 'the text is not UTF-8', { cause })
    throw addFileToError(cause, name)
  }
}

import type { Command } from 'commander'
import { addFileToError, InputError } from '../../cascades/source/input-error.ts'
import { describeJsonFault } from '../../files/json/json-fault.ts'
import { nameInput, openInput } from '../open-input.ts'
import { reachService } from '../service.ts'
import { addSubmissionOptions, runSubmission, type SubmissionOptions } from '../submit-options.ts'
import type { Terminal } from '../terminal.ts'

interface Options extends SubmissionOptions {
  readonly predictor: string
  readonly subject?: string
}

export function describe(command: Command, terminal: Terminal): void {
  addSubmissionOptions(
    command
      .requiredOption('--predictor <name>', 'predictor of the service')
      .description(
        'Submits one input to the service, waits for the answer and prints the fields that the predictor declares. ' +
          '<file> is the input as JSON (also .gz; - is standard input). The service validates it by the schema of ' +
          'GET /predictors/NAME.'
      )
      .argument('<file>', 'input')
      .option('--subject <id>', 'subject of the prediction, for which outcomes are reported'),
    'input',
    ['--no-wait', 'do not wait; print the id of the prediction']
  ).action((file: string, options: Options) => run(file, options, terminal))
}

async function run(file: string, options: Options, terminal: Terminal): Promise<void> {
  const { subject, model } = options
  const client = reachService(options)
  const predictor = client.predictor(options.predictor)
  const submission = {
    input: await readJson(file, terminal),
    ...(subject === undefined ? {} : { subject }),
    ...(model === undefined ? {} : { model })
  }
  await runSubmission(terminal, client, options, {
    submit: keyed => predictor.submit(submission, keyed),
    submitAndWait: waiting => predictor.submitAndWait(submission, waiting),
    describe: ({ id, state }) => `${id}: ${state}`
  })
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

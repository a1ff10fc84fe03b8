import type { Command } from 'commander'
import type { AcceptedCascade, CascadePrediction, CascadeSubmission, Prediction } from '../client/client.ts'
import { GroundswellError, type ProblemCode } from '../client/error.ts'
import { listEvents } from '../files/list-events.ts'
import { formatDuration } from './format.ts'
import { printPrediction } from './format-prediction.ts'
import { addWindowOption, numberWithin, wholeNumber } from './options.ts'
import { printAnswer } from './print-answer.ts'
import { cascadeFileHelp, cascadeNumberHelp, readObservation } from './read-observation.ts'
import { addServiceOptions, reachService, type ServiceOptions } from './service.ts'
import { addTableOptions, type TableOptions } from './table-options.ts'
import type { Terminal } from './terminal.ts'

interface Options extends ServiceOptions, TableOptions {
  readonly windowSeconds?: number
  readonly cascade?: number
  readonly id?: string
  readonly model?: number
  readonly idempotencyKey?: string
  readonly wait?: true
  readonly timeout: number
  readonly json?: true
}

export function describe(command: Command, terminal: Terminal): void {
  addServiceOptions(
    addWindowOption(addTableOptions(command), terminal, {
      isMandatory: false,
      description:
        'age of the cascade at the forecast, in seconds: 60 to 604800 (default: the age at the last event)'
    })
      .description(
        'Submits one cascade to the service and prints the id of the prediction or, with --wait, its forecast.'
      )
      .argument('<file>', cascadeFileHelp)
      .option('--cascade <n>', cascadeNumberHelp, wholeNumber(0))
      .option('--id <id>', 'name of the cascade')
      .option(
        '--model <version>',
        'number of the model version that answers (default: live)',
        wholeNumber(1, 999_999)
      )
      .option('--idempotency-key <key>', 'the same key with the same cascade is the same prediction')
      .option('--wait', 'wait for the forecast')
      .option('--timeout <seconds>', 'with --wait: maximum wait in seconds', numberWithin(1, 86_400), 120)
  ).action((file: string, options: Options) => run(file, options, terminal))
}

async function run(file: string, options: Options, terminal: Terminal): Promise<void> {
  const { json, timeout, idempotencyKey } = options
  const client = reachService(options)
  const submission = await readSubmission(file, options, terminal)
  const keyed = idempotencyKey === undefined ? {} : { idempotencyKey }
  if (!options.wait) {
    const accepted = await client.submit(submission, keyed)
    return printAnswer(terminal, json, accepted, () => describeAccepted(accepted))
  }
  const prediction = await client.submitAndWait(submission, { ...keyed, timeoutSeconds: timeout })
  await printPrediction(terminal, client, json, prediction)
  refuseUnlessSucceeded(prediction)
}

async function readSubmission(
  file: string,
  options: Options,
  terminal: Terminal
): Promise<CascadeSubmission> {
  const { windowSeconds, id, model } = options
  const { observation } = await readObservation(
    file,
    windowSeconds ?? Number.POSITIVE_INFINITY,
    options,
    terminal
  )
  return {
    events: listEvents(observation),
    ...(windowSeconds === undefined ? {} : { windowSeconds }),
    ...(id === undefined ? {} : { id }),
    ...(model === undefined ? {} : { model })
  }
}

function describeAccepted({ id, state, observedEvents, windowSeconds }: AcceptedCascade): string {
  const seen = `${observedEvents} events in ${formatDuration(windowSeconds)}`
  return `${id}: ${state}, ${seen}\ngroundswell predictions show ${id} prints its state`
}

/** Throws GroundswellError unless the prediction succeeded. */
export function refuseUnlessSucceeded({ id, state, error }: Prediction | CascadePrediction): void {
  if (state === 'succeeded') return
  const code = (error?.code ?? 'conflict') as ProblemCode
  throw new GroundswellError(code, `${id} ${state}${error ? `: ${error.reason}` : ''}`)
}

import type { Command } from 'commander'
import type { CascadePrediction, Client, Prediction, SubmitOptions, WaitOptions } from '../client/client.ts'
import { GroundswellError, type ProblemCode } from '../client/error.ts'
import { printPrediction } from './format-prediction.ts'
import { numberWithin, wholeNumber } from './options.ts'
import { printAnswer } from './print-answer.ts'
import { addServiceOptions, type ServiceOptions } from './service.ts'
import type { Terminal } from './terminal.ts'

/** The options of the commands that submit. */
export interface SubmissionOptions extends ServiceOptions {
  readonly model?: number
  readonly idempotencyKey?: string
  readonly wait?: boolean
  readonly timeout: number
  readonly json?: true
}

/** Adds them. `input` is the word for what is submitted; `wait` is the option that changes whether the command waits. */
export function addSubmissionOptions(
  command: Command,
  input: string,
  wait: readonly [flag: string, description: string]
): Command {
  return addServiceOptions(
    command
      .option(
        '--model <version>',
        'number of the model version that answers (default: live)',
        wholeNumber(1, 999_999)
      )
      .option('--idempotency-key <key>', `the same key with the same ${input} is the same prediction`)
      .option(...wait)
      .option('--timeout <seconds>', 'maximum wait in seconds', numberWithin(1, 86_400), 120)
  )
}

interface Sender<Accepted> {
  submit(options: SubmitOptions): Promise<Accepted>
  submitAndWait(options: SubmitOptions & WaitOptions): Promise<Prediction | CascadePrediction>
  /** One line about what was accepted. */
  describe(accepted: Accepted): string
}

/** Submits, waits if the options say so, and prints the answer. Throws GroundswellError unless the prediction succeeded. */
export async function runSubmission<Accepted extends { readonly id: string }>(
  terminal: Terminal,
  client: Client,
  { json, timeout, idempotencyKey, wait }: SubmissionOptions,
  { submit, submitAndWait, describe }: Sender<Accepted>
): Promise<void> {
  const keyed = idempotencyKey === undefined ? {} : { idempotencyKey }
  if (!wait) {
    const accepted = await submit(keyed)
    return printAnswer(terminal, json, accepted, () =>
      [describe(accepted), `groundswell predictions show ${accepted.id} prints its state`].join('\n')
    )
  }
  const prediction = await submitAndWait({ ...keyed, timeoutSeconds: timeout })
  await printPrediction(terminal, client, json, prediction)
  const { id, state, error } = prediction
  if (state === 'succeeded') return
  const code = (error?.code ?? 'conflict') as ProblemCode
  throw new GroundswellError(code, `${id} ${state}${error ? `: ${error.reason}` : ''}`)
}

import type { Command } from 'commander'
import type { CascadeSubmission } from '../client/client.ts'
import { listEvents } from '../files/list-events.ts'
import { formatDuration } from './format.ts'
import { addWindowOption, wholeNumber } from './options.ts'
import { cascadeFileHelp, cascadeNumberHelp, readObservation } from './read-observation.ts'
import { reachService } from './service.ts'
import { addSubmissionOptions, runSubmission, type SubmissionOptions } from './submit-options.ts'
import { addTableOptions, type TableOptions } from './table-options.ts'
import type { Terminal } from './terminal.ts'

interface Options extends SubmissionOptions, TableOptions {
  readonly windowSeconds?: number
  readonly cascade?: number
  readonly id?: string
}

export function describe(command: Command, terminal: Terminal): void {
  addSubmissionOptions(
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
      .option('--id <id>', 'name of the cascade'),
    'cascade',
    ['--wait', 'wait for the forecast']
  ).action((file: string, options: Options) => run(file, options, terminal))
}

async function run(file: string, options: Options, terminal: Terminal): Promise<void> {
  const client = reachService(options)
  const submission = await readSubmission(file, options, terminal)
  await runSubmission(terminal, client, options, {
    submit: keyed => client.submit(submission, keyed),
    submitAndWait: waiting => client.submitAndWait(submission, waiting),
    describe: ({ id, state, observedEvents, windowSeconds }) =>
      `${id}: ${state}, ${observedEvents} events in ${formatDuration(windowSeconds)}`
  })
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

import { type Command, InvalidArgumentError, Option } from 'commander'
import { DEFAULT_PREDICTOR } from '../client/default-predictor.ts'
import type { PredictorClient } from '../client/predictor.ts'
import { UsageError } from './exit-codes.ts'
import { addRenamed } from './options.ts'
import { addPageOptions, type PageOptions, printTablePage } from './page.ts'
import { formatTime, printAnswer } from './print-answer.ts'
import { addServiceOptions, reachService, type ServiceOptions } from './service.ts'
import type { Terminal } from './terminal.ts'

interface Options extends ServiceOptions {
  readonly predictor: string
  readonly json?: true
}

interface ReportOptions extends Options {
  readonly id?: string
  readonly endedAt?: string
}

interface ListOptions extends Options, PageOptions {
  readonly subject?: string
}

interface WithdrawOptions extends Options {
  readonly subject?: string
  readonly id?: string
  readonly source?: string
  readonly from?: string
  readonly before?: string
  readonly reason: string
  readonly yes?: true
}

const head = ['subject', 'id', 'outcome', 'ended', 'revision', 'source', 'provenance']

export function describe(command: Command, terminal: Terminal): void {
  command.description('Reports, lists and withdraws outcomes.')
  describeReport(command, terminal)
  describeList(command, terminal)
  describeWithdraw(command, terminal)
}

function describeReport(command: Command, terminal: Terminal): void {
  add(
    command
      .command('report')
      .description(
        'Reports an outcome. The service trains on it and measures the accuracy of each version by it. If a subject has one ' +
          'outcome, the last report counts; if it has many, each outcome has its own id.'
      )
      .argument('<subject>', 'subject of the predictions, such as the name of a cascade')
      .argument('<outcome>', 'outcome as JSON, such as {"finalSize": 881}', readJson)
      .option('--id <id>', 'id of the outcome, if a subject has many (default: a new id)')
      .option(
        '--ended-at <time>',
        'time at which the outcome was final, such as 2026-11-21T08:00:00Z (default: now)'
      )
  ).action(async (subject: string, outcome: unknown, options: ReportOptions) => {
    const stored = await report(reachService(options).predictor(options.predictor), subject, outcome, options)
    const { id, revision, endedAt } = stored
    await printAnswer(terminal, options.json, stored, () => {
      const which = id === null ? '' : `, outcome ${id}`
      return `${subject}${which}: stored as revision ${revision}, ended ${formatTime(endedAt)}`
    })
  })
}

async function report(
  predictor: PredictorClient,
  subject: string,
  outcome: unknown,
  { id, endedAt }: ReportOptions
) {
  const { outcomes } = await predictor.describe()
  const reported = { outcome, ...(endedAt === undefined ? {} : { endedAt }) }
  if (outcomes === 'many')
    return predictor.outcomes.report({ subject, ...reported, ...(id === undefined ? {} : { id }) })
  if (id !== undefined)
    throw new UsageError(`--id has no effect: each subject of ${predictor.name} has one outcome`)
  return predictor.outcomes.put(subject, reported)
}

function describeList(command: Command, terminal: Terminal): void {
  add(
    addPageOptions(
      command
        .command('list')
        .description('Lists the outcomes of a predictor, by subject and id.')
        .option('--subject <id>', 'only outcomes of this subject')
    )
  ).action(async ({ predictor, subject, limit, cursor, json, ...options }: ListOptions) => {
    const page = await reachService(options).predictor(predictor).outcomes.list({ subject, limit, cursor })
    await printTablePage(terminal, json, page, head, each => [
      each.subject,
      each.id ?? '',
      JSON.stringify(each.outcome),
      formatTime(each.endedAt),
      String(each.revision),
      each.source,
      each.provenance
    ])
  })
}

function describeWithdraw(command: Command, terminal: Terminal): void {
  const withdraw = command
    .command('withdraw')
    .description('Withdraws outcomes with their samples and scores. Without --yes it only lists them.')
  const subject = new Option('--subject <id>', 'outcomes of this subject, such as the name of a cascade')
  add(
    addRenamed(withdraw, terminal, subject, '--cascade <id>')
      .option('--id <id>', 'with --subject: only the outcome with this id')
      .option('--source <name>', 'outcomes that this source of the stream reported')
      .option('--from <time>', 'outcomes that ended at this time or later, such as 2026-11-21T08:00:00Z')
      .option('--before <time>', 'outcomes that ended before this time')
      .option('--yes', 'withdraw them')
      .requiredOption('--reason <text>', 'reason, for the log and the messages on the stream')
  ).action(async (options: WithdrawOptions) => {
    const { predictor, subject, id, source, from, before, reason, yes, json } = options
    const answer = await reachService(options)
      .predictor(predictor)
      .outcomes.withdraw({
        reason,
        isDryRun: yes !== true,
        ...(subject && { subject }),
        ...(id && { id }),
        ...(source && { source }),
        ...(from && { endedFrom: from }),
        ...(before && { endedBefore: before })
      })
    const { isDryRun, outcomes, samples, scores, subjects } = answer
    const counts = `${outcomes} outcomes, ${samples} samples, ${scores} scores`
    const first = subjects.length > 0 ? `\n  ${subjects.join('\n  ')}` : ''
    await printAnswer(terminal, json, answer, () =>
      isDryRun ? `would withdraw ${counts} (--yes does it)${first}` : `withdrew ${counts}${first}`
    )
  })
}

function add(command: Command): Command {
  return addServiceOptions(
    command.option('--predictor <name>', 'predictor of the service', DEFAULT_PREDICTOR)
  )
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new InvalidArgumentError('Must be JSON, such as {"finalSize": 881}.')
  }
}

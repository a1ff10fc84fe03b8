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
  command.description('What came of the subjects that predictions are about.')
  describeReport(command, terminal)
  describeList(command, terminal)
  describeWithdraw(command, terminal)
}

function describeReport(command: Command, terminal: Terminal): void {
  add(
    command
      .command('report')
      .description(
        'Reports an outcome: training learns from it, and the accuracy of each version is measured by it. Of a predictor ' +
          'whose subjects have one outcome the last report counts; where they have many, each has an id of its own.'
      )
      .argument('<subject>', "what the predictions are about: a cascade's name")
      .argument('<outcome>', 'the outcome as JSON, such as {"finalSize": 881}', readJson)
      .option('--id <id>', 'of an outcome of many: the same id is the same outcome (by default a new one)')
      .option('--ended-at <time>', 'when it was final, as 2026-11-21T08:00:00Z (default: now)')
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
        .description('The outcomes of a predictor, by subject and id.')
        .option('--subject <id>', 'only those of this subject')
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
    .description('Takes outcomes back, with their samples and scores. Without --yes it only says which.')
  const subject = new Option('--subject <id>', "those of one subject: a cascade's name")
  add(
    addRenamed(withdraw, terminal, subject, '--cascade <id>')
      .option('--id <id>', 'with --subject: this outcome of many')
      .option('--source <name>', 'those that a source of the stream ended')
      .option('--from <time>', 'those that ended then or later, as 2026-11-21T08:00:00Z')
      .option('--before <time>', 'those that ended before')
      .option('--yes', 'do it')
      .requiredOption('--reason <text>', 'why, for the log and the message that retracts them')
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
    command.option('--predictor <name>', 'a predictor of the service', DEFAULT_PREDICTOR)
  )
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new InvalidArgumentError('JSON is needed, such as {"finalSize": 881}.')
  }
}

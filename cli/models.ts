import type { Command } from 'commander'
import { DEFAULT_PREDICTOR } from '../api/predictors.ts'
import type { HistoryEntry } from '../client/client.ts'
import { formatChangelogEntry } from './format-changelog.ts'
import { describeFigures } from './format-metric.ts'
import { formatComparison, formatModel, formatSummaryRow, summaryHead } from './format-model.ts'
import { wholeNumber } from './options.ts'
import { addPageOptions, type PageOptions, printPage, printTablePage } from './page.ts'
import { formatTime, printAnswer } from './print-answer.ts'
import { addServiceOptions, reachService, type ServiceOptions } from './service.ts'
import type { Terminal } from './terminal.ts'

interface Options extends ServiceOptions {
  readonly predictor?: string
  readonly json?: true
}

interface ListOptions extends Options, PageOptions {
  readonly tag?: string
}

interface ChangeOptions extends Options {
  readonly reason?: string
  readonly actor?: string
}

const version = wholeNumber(1, 999_999)
const historyHead = ['at', 'action', 'version', 'before', 'actor', 'reason']

export function describe(command: Command, terminal: Terminal): void {
  command.description(
    'Lists, shows and compares the model versions of a predictor, and promotes a version or rolls back.'
  )
  describeReading(command, terminal)
  describeChanging(command, terminal)
}

function describeReading(command: Command, terminal: Terminal): void {
  add(
    addPageOptions(
      command.command('list').description('Lists versions, newest first. * marks the live version.')
    )
  )
    .option('--tag <tag>', 'only versions with this tag')
    .action(async (options: ListOptions) => {
      const page = await reachService(options).models.list(readQuery(options))
      await printTablePage(terminal, options.json, page, summaryHead, formatSummaryRow)
    })
  add(command.command('show').description('Shows one version, by default the live version.'))
    .argument('[version]', 'number of a version', version)
    .action(async (number: number | undefined, options: Options) => {
      const client = reachService(options)
      const { models } = client
      const model = await (number === undefined
        ? models.serving(readWhose(options))
        : models.get(number, readWhose(options)))
      if (options.json) return terminal.print(JSON.stringify(model))
      await terminal.print(formatModel(model, await describeFigures(client, model.predictor)))
    })
  add(
    addPageOptions(
      command.command('history').description('Lists every promotion, rollback, tag and note, newest first.')
    )
  ).action(async (options: ListOptions) => {
    const page = await reachService(options).models.history(readQuery(options))
    await printTablePage(terminal, options.json, page, historyHead, formatEntryRow)
  })
  add(
    addPageOptions(
      command
        .command('changelog')
        .description('Lists what changed in each version and why it was promoted or not, newest first.')
    )
  ).action(async ({ predictor = DEFAULT_PREDICTOR, json, ...options }: ListOptions) => {
    const client = reachService(options)
    const page = await client.predictor(predictor).models.changelog(readQuery(options))
    const described = json ? null : await describeFigures(client, predictor)
    await printPage(terminal, json, page, items =>
      described === null ? '' : items.map(entry => formatChangelogEntry(entry, described)).join('\n\n')
    )
  })
  add(command.command('compare').description('Compares the losses of two versions.'))
    .argument('<first>', 'number of a version', version)
    .argument('<second>', 'number of another version', version)
    .action(async (first: number, second: number, options: Options) => {
      const client = reachService(options)
      const comparison = await client.models.compare(first, second, readWhose(options))
      if (options.json) return terminal.print(JSON.stringify(comparison))
      const described = await describeFigures(client, options.predictor ?? DEFAULT_PREDICTOR)
      await terminal.print(formatComparison(comparison, [first, second], described))
    })
}

function describeChanging(command: Command, terminal: Terminal): void {
  addReason(command.command('promote').description('Makes a version live, even if it did not pass the gate.'))
    .argument('<version>', 'number of a version', version)
    .action(async (number: number, options: ChangeOptions) => {
      const entry = await reachService(options).models.promote(number, readWhy(options), readWhose(options))
      await printAnswer(terminal, options.json, entry, () => describeChange(entry))
    })
  addReason(
    command
      .command('rollback')
      .description('Makes the previous live version, or the one that --to names, live again.')
  )
    .option('--to <version>', 'number of a version that was live before', version)
    .action(async (options: ChangeOptions & { readonly to?: number }) => {
      const why = { ...readWhy(options), ...(options.to === undefined ? {} : { version: options.to }) }
      const entry = await reachService(options).models.rollback(why, readWhose(options))
      await printAnswer(terminal, options.json, entry, () => describeChange(entry))
    })
}

function add(command: Command): Command {
  return addServiceOptions(
    command.option('--predictor <name>', 'predictor of the model (default: cascade-size)')
  )
}

function addReason(command: Command): Command {
  return add(command)
    .option('--reason <text>', 'reason, for the history')
    .option('--actor <name>', 'who makes the change (default: the name of the API key)')
}

function readWhose({ predictor }: Options) {
  return predictor === undefined ? {} : { predictor }
}

function readQuery({ limit, cursor, tag, ...options }: ListOptions) {
  return { ...readWhose(options), limit, ...(cursor && { cursor }), ...(tag && { tag }) }
}

function readWhy({ reason, actor }: ChangeOptions) {
  return { ...(reason && { reason }), ...(actor && { actor }) }
}

function describeChange({ version, previous }: HistoryEntry): string {
  return `version ${version} is live${previous === null ? '' : ` (before: version ${previous})`}`
}

function formatEntryRow({
  at,
  action,
  version,
  previous,
  actor,
  reason,
  text
}: HistoryEntry): readonly string[] {
  const words = text === null ? reason : `${text}${reason === '' ? '' : ` (${reason})`}`
  return [formatTime(at), action, String(version), previous === null ? '' : String(previous), actor, words]
}

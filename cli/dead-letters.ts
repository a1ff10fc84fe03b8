import type { Command } from 'commander'
import { addPageOptions, type PageOptions, printTablePage } from './page.ts'
import { formatTime, printAnswer } from './print-answer.ts'
import { addServiceOptions, reachService, type ServiceOptions } from './service.ts'
import type { Terminal } from './terminal.ts'
import { writeWholeFile } from './write-whole-file.ts'

interface Options extends ServiceOptions {
  readonly json?: true
}

interface ListOptions extends Options, PageOptions {
  readonly includeRedriven?: true
}

const head = ['id', 'created', 'queue', 'prediction', 'redriven', 'reason']

export function describe(command: Command, terminal: Terminal): void {
  command.description('Jobs that failed, and messages that could not be read or sent.')
  addServiceOptions(
    addPageOptions(
      command
        .command('list')
        .description('Dead letters with their reason, newest first.')
        .option('--include-redriven', 'those that were sent again, too')
    )
  ).action(async (options: ListOptions) => {
    const { includeRedriven, limit, cursor, json } = options
    const query = { limit, ...(includeRedriven && { includeRedriven }), ...(cursor && { cursor }) }
    const page = await reachService(options).deadLetters.list(query)
    await printTablePage(
      terminal,
      json,
      page,
      head,
      ({ id, createdAt, queue, predictionId, redrivenAt, reason }) => [
        id,
        formatTime(createdAt),
        queue,
        predictionId ?? '',
        formatTime(redrivenAt),
        reason
      ]
    )
  })
  addServiceOptions(
    command.command('redrive').description('Sends one again: a prediction begins anew.').argument('<id>')
  ).action(async (id: string, options: Options) => {
    const letter = await reachService(options).deadLetters.redrive(id)
    await printAnswer(terminal, options.json, letter, () => `${letter.id}: sent again to ${letter.queue}`)
  })
  addServiceOptions(
    command
      .command('save')
      .description('Writes the bytes of one to a file, as they came.')
      .argument('<id>')
      .argument('<file>')
  ).action(async (id: string, file: string, options: Options) => {
    const bytes = await reachService(options).deadLetters.body(id)
    await writeWholeFile(file, bytes)
    const saved = { id, file, bytes: bytes.length }
    await printAnswer(terminal, options.json, saved, () => `${id}: ${bytes.length} bytes in ${file}`)
  })
  addServiceOptions(
    command
      .command('remove')
      .description('Removes one with its bytes: it cannot be redriven.')
      .argument('<id>')
  ).action(async (id: string, options: Options) => {
    const letter = await reachService(options).deadLetters.remove(id)
    await printAnswer(terminal, options.json, letter, () => `${letter.id}: removed`)
  })
}

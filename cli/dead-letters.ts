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
  command.description(
    'Lists dead letters (jobs that failed, messages that could not be read or sent), and redrives, saves or removes one.'
  )
  addServiceOptions(
    addPageOptions(
      command
        .command('list')
        .description('Lists dead letters with their reasons, newest first.')
        .option('--include-redriven', 'also list those that were redriven')
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
    command
      .command('redrive')
      .description('Sends a dead letter again; a failed prediction starts again.')
      .argument('<id>', 'a dead letter')
  ).action(async (id: string, options: Options) => {
    const deadLetter = await reachService(options).deadLetters.redrive(id)
    const { id: redriven, queue } = deadLetter
    await printAnswer(terminal, options.json, deadLetter, () => `${redriven}: sent again to ${queue}`)
  })
  addServiceOptions(
    command
      .command('save')
      .description('Writes the bytes of a dead letter to a file, as they were received.')
      .argument('<id>', 'a dead letter')
      .argument('<file>', 'the file to write')
  ).action(async (id: string, file: string, options: Options) => {
    const bytes = await reachService(options).deadLetters.body(id)
    await writeWholeFile(file, bytes)
    const saved = { id, file, bytes: bytes.length }
    await printAnswer(terminal, options.json, saved, () => `${id}: ${bytes.length} bytes in ${file}`)
  })
  addServiceOptions(
    command
      .command('remove')
      .description('Removes a dead letter with its bytes. It can then no longer be redriven.')
      .argument('<id>', 'a dead letter')
  ).action(async (id: string, options: Options) => {
    const deadLetter = await reachService(options).deadLetters.remove(id)
    await printAnswer(terminal, options.json, deadLetter, () => `${deadLetter.id}: removed`)
  })
}

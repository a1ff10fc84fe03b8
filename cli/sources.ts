import type { Command } from 'commander'
import { printTablePage } from './page.ts'
import { formatTime, printAnswer } from './print-answer.ts'
import { addServiceOptions, reachService, type ServiceOptions } from './service.ts'
import type { Terminal } from './terminal.ts'

interface Options extends ServiceOptions {
  readonly json?: true
}

interface ResetOptions extends Options {
  readonly reason: string
  readonly watermark?: string
}

const head = ['source', 'watermark', 'open', 'partitions', 'fault']

export function describe(command: Command, terminal: Terminal): void {
  command.description('Lists the sources of the stream and their event time, and resets it.')
  addServiceOptions(
    command.command('list').description('Lists sources with their watermarks, open cascades and faults.')
  ).action(async (options: Options) => {
    const page = await reachService(options).stream.sources()
    await printTablePage(terminal, options.json, page, head, each => [
      each.name,
      each.watermark === null ? String(each.watermarkSeconds) : formatTime(each.watermark),
      String(each.openCascades),
      String(each.partitions),
      each.fault ?? ''
    ])
  })
  addServiceOptions(
    command
      .command('reset')
      .description('Sets the watermark of a source. Without --watermark, its next message sets it.')
      .argument('<source>', 'name of a source')
      .requiredOption('--reason <text>', 'reason, for the log')
      .option('--watermark <time>', 'new watermark, such as 2026-11-21T08:00:00Z')
  ).action(async (source: string, { reason, watermark, json, ...options }: ResetOptions) => {
    const { stream } = reachService(options)
    const before = await stream.resetSource(source, { reason, ...(watermark && { watermark }) })
    const was = before.watermark ?? before.watermarkSeconds
    await printAnswer(terminal, json, before, () => `${source}: reset to ${watermark ?? 'none'} (was ${was})`)
  })
}

import type { Command } from 'commander'
import { buildPlainLog } from '../adapters/log/plain.ts'
import { readConfig, readEnvironment } from '../app/config.ts'
import { setUp } from '../app/set-up.ts'
import type { Terminal } from './terminal.ts'

export function describe(command: Command, terminal: Terminal): void {
  command
    .description(
      'Creates missing tables, topics, queues and the bucket (embedded: the data folder), and ends. Every start of the ' +
        'service does the same. Use this command if the services have no permission to do it.'
    )
    .option('--json', 'print the names of topics and queues as JSON')
    .action(async ({ json }: { readonly json?: true }) => {
      const config = readConfig(...readEnvironment())
      const prepared = await setUp(
        config,
        buildPlainLog('warn', line => terminal.printNote(line.trimEnd()))
      )
      const { topics, queues } = prepared
      if (json) return terminal.print(JSON.stringify(prepared))
      await terminal.print(
        `ready: tables, model store, topics ${topics.join(', ')}, queues ${queues.join(', ')}`
      )
    })
}

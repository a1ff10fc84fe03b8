import type { Command } from 'commander'
import { buildPlainLog } from '../adapters/log/plain.ts'
import { readConfig, readEnvironment } from '../app/config.ts'
import { setUp } from '../app/set-up.ts'
import type { Terminal } from './terminal.ts'

export function describe(command: Command, terminal: Terminal): void {
  command
    .description(
      'Makes what is missing of what the configured mode needs, and ends: tables, topics, queues, the bucket (embedded: ' +
        'the data folder). Every start does the same; this is for whoever does it once, with more rights than the services.'
    )
    .option('--json', 'print what is there now as JSON')
    .action(async ({ json }: { readonly json?: true }) => {
      const config = readConfig(...readEnvironment())
      const prepared = await setUp(
        config,
        buildPlainLog('warn', line => terminal.printNote(line.trimEnd()))
      )
      const { topics, queues } = prepared
      if (json) return terminal.print(JSON.stringify(prepared))
      await terminal.print(`tables and model store; topics ${topics.join(', ')}; queues ${queues.join(', ')}`)
    })
}

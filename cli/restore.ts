import type { Command } from 'commander'
import { restore } from '../app/restore.ts'
import { readDataFolder } from './data-folder-option.ts'
import type { Terminal } from './terminal.ts'

export function describe(command: Command, terminal: Terminal): void {
  command
    .description(
      'Makes a data folder of a backup. The data folder must be new or empty; the backup stays as it is.'
    )
    .argument('<dir>', 'the backup')
    .option('--data-dir <dir>', 'the data folder (DATA_DIR)')
    .option('--json', 'print the summary as JSON')
    .action(async (dir: string, options: { readonly dataDir?: string; readonly json?: true }) => {
      const summary = await restore(dir, readDataFolder(options.dataDir))
      const { createdAt, folder } = summary
      if (options.json) await terminal.print(JSON.stringify(summary))
      else await terminal.print(`${folder} is as it was at ${createdAt}: start the service on it`)
    })
}

import type { Command } from 'commander'
import { restore } from '../app/restore.ts'
import { readDataFolder } from './data-folder-option.ts'
import type { Terminal } from './terminal.ts'

export function describe(command: Command, terminal: Terminal): void {
  command
    .description(
      'Creates a data folder from a backup. The data folder must be new or empty. The backup does not change.'
    )
    .argument('<dir>', 'folder of the backup')
    .option('--data-dir <dir>', 'the data folder (DATA_DIR)')
    .option('--json', 'print the summary as JSON')
    .action(async (dir: string, options: { readonly dataDir?: string; readonly json?: true }) => {
      const summary = await restore(dir, readDataFolder(options.dataDir))
      const { createdAt, folder } = summary
      if (options.json) await terminal.print(JSON.stringify(summary))
      else await terminal.print(`${folder} has the state of ${createdAt}: start the service on it`)
    })
}

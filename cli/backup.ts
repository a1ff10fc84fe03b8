import type { Command } from 'commander'
import { backUp } from '../app/backup.ts'
import { readDataFolder } from './data-folder-option.ts'
import type { Terminal } from './terminal.ts'

export function describe(command: Command, terminal: Terminal): void {
  command
    .description(
      'Copies the data folder (database, model versions, history, webhook secret) to a new folder. The service may run ' +
        'meanwhile. The copy contains everything that the service accepted before the command began.'
    )
    .argument('<dir>', 'a new or empty folder')
    .option('--data-dir <dir>', 'the data folder (DATA_DIR)')
    .option('--json', 'print the summary as JSON')
    .action(async (dir: string, options: { readonly dataDir?: string; readonly json?: true }) => {
      const summary = await backUp(readDataFolder(options.dataDir), dir)
      const { files, bytes, folder } = summary
      if (options.json) await terminal.print(JSON.stringify(summary))
      else await terminal.print(`${files} files, ${bytes} bytes in ${folder}`)
    })
}

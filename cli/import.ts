import { type Command, Option } from 'commander'
import { type ImportOptions, openImport } from '../cascades/source/import-files.ts'
import { InputError } from '../cascades/source/input-error.ts'
import { unknownFollowersChoices } from '../files/exports/cascade-gatherer.ts'
import { exportFormats } from '../files/exports/export-reader.ts'
import { addTableOptions, readTableAnswers, type TableOptions } from './table-options.ts'
import type { Terminal } from './terminal.ts'
import { writeCascadeFolder } from './write-cascade-folder.ts'

interface Options extends TableOptions, Pick<ImportOptions, 'format' | 'unknownFollowers'> {
  readonly out: string
  readonly json?: true
}

export function describe(command: Command, terminal: Terminal): void {
  addTableOptions(command)
    .description(
      'Creates a folder of cascades from exports and data sets: Twitter API v1 and v2, Mastodon, Bluesky, Weibo, DeepHawkes ' +
        'and CasCN, Tweetoscope (<file> is its index; the data are in the same folder), evently, seismic and other tables ' +
        '(docs/how-to/read-your-files.md). Prints what it leaves out and why, and writes the ids to import.json.'
    )
    .argument('<file...>', 'files (also .gz), or a folder of files')
    .requiredOption('--out <dir>', 'new or empty folder to write')
    .addOption(
      new Option('--format <name>', 'format of the files (default: detected for each file)').choices(
        exportFormats
      )
    )
    .addOption(
      new Option(
        '--unknown-followers <way>',
        'unknown follower counts: keep them unknown, leave out the cascades that have any, or write 0 (default: keep)'
      ).choices(unknownFollowersChoices)
    )
    .option('--cascade-column <heading>', 'column of a table that names the cascade of a row')
    .option('--json', 'print the summary as JSON')
    .action((files: readonly string[], options: Options) => run(files, options, terminal))
}

async function run(files: readonly string[], options: Options, terminal: Terminal): Promise<void> {
  const { out, format, unknownFollowers } = options
  const imported = openImport(files, { answers: readTableAnswers(options), format, unknownFollowers })
  const ids: string[] = []
  let events = 0
  async function* count() {
    for await (const { name, ...cascade } of imported.cascades()) {
      ids.push(name)
      events += cascade.times.length
      yield cascade
    }
    if (ids.length === 0)
      throw new InputError(files.join(', '), null, `no cascade was found. ${imported.notes().join(' ')}`)
  }
  const summarize = () => ({ out, cascades: ids.length, events, leftOut: imported.leftOut() })
  await writeCascadeFolder(out, count(), () => ({
    'import.json': `${JSON.stringify({ ...summarize(), files, notes: imported.notes(), ids }, null, 1)}\n`
  }))
  const words = [
    `${out}: ${ids.length} ${ids.length === 1 ? 'cascade' : 'cascades'} of ${events} events`,
    ...imported.notes().map(note => `  ${note}`)
  ]
  await terminal.print(
    options.json ? JSON.stringify({ ...summarize(), notes: imported.notes() }) : words.join('\n')
  )
}

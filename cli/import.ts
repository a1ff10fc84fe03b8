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
      'Makes a folder of cascades of exports and data sets: Twitter API v1 and v2, Mastodon, Bluesky, Weibo, DeepHawkes and ' +
        'CasCN, Tweetoscope (FILE is its index, the data lie beside it), evently, seismic and other tables ' +
        '(docs/how-to/read-your-files.md). Prints what was left out and why. import.json in the folder keeps the ids.'
    )
    .argument('<file...>', 'files, also as .gz; a folder stands for its files')
    .requiredOption('--out <dir>', 'the folder to make')
    .addOption(new Option('--format <name>', 'default: detected, file by file').choices(exportFormats))
    .addOption(
      new Option(
        '--unknown-followers <way>',
        'of a cascade with unknown followers: leave it out, or write them as 0 (default: leave out; 0 where the format has no followers)'
      ).choices(unknownFollowersChoices)
    )
    .option('--cascade-column <heading>', 'the column of a table that names the cascade of a row')
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
      throw new InputError(files.join(', '), null, `no cascade is found. ${imported.notes().join(' ')}`)
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

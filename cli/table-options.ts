import { type Command, Option } from 'commander'
import type { FileQuestion } from '../files/file-fault.ts'
import {
  type AnswerName,
  decimalNames,
  delimiterNames,
  type TableAnswers,
  timeOrigins,
  timeUnitNames
} from '../files/table/answers.ts'
import type { Terminal } from './terminal.ts'

export interface TableOptions extends Pick<TableAnswers, 'timeColumn' | 'followersColumn' | 'timeUnit'> {
  readonly timeOrigin?: TableAnswers['timeOrigin']
  readonly decimal?: TableAnswers['decimal']
  readonly delimiter?: TableAnswers['delimiter']
  readonly ignoreColumn?: readonly string[]
  readonly cascadeColumn?: string
}

const flags: Readonly<Record<AnswerName, string>> = {
  timeColumn: '--time-column',
  followersColumn: '--followers-column',
  cascadeColumn: '--cascade-column',
  ignoreColumns: '--ignore-column',
  timeUnit: '--time-unit',
  timeOrigin: '--time-origin',
  decimal: '--decimal',
  delimiter: '--delimiter'
}

/** The options that answer what a table leaves open. */
export function addTableOptions(command: Command): Command {
  return command
    .option('--time-column <heading>', 'the column of the times (its number where there is no heading)')
    .option('--followers-column <heading>', 'the column of the followers')
    .option('--ignore-column <heading...>', 'columns to ignore')
    .addOption(new Option('--time-unit <unit>', 'the unit of the times').choices(timeUnitNames))
    .addOption(
      new Option(
        '--time-origin <origin>',
        'what times count from: the post at 0, or a clock, the first row being the post'
      ).choices(timeOrigins)
    )
    .addOption(new Option('--decimal <mark>', 'the decimal mark').choices(decimalNames))
    .addOption(new Option('--delimiter <name>', 'what separates the cells').choices(delimiterNames))
}

export function readTableAnswers(options: TableOptions): TableAnswers {
  const { timeColumn, followersColumn, cascadeColumn, timeUnit, timeOrigin, decimal, delimiter } = options
  return {
    timeColumn,
    followersColumn,
    cascadeColumn,
    timeUnit,
    timeOrigin,
    decimal,
    delimiter,
    ignoreColumns: options.ignoreColumn
  }
}

/** The option that answers a question of the file's; of a command without it, the way around. */
export function describeQuestion({ answer, choices }: FileQuestion, options: readonly string[]): string {
  if (!options.includes(flags[answer]))
    return `  make a folder of the file first: groundswell import FILE --out DIR ${flags[answer]} ...`
  const values = choices.length === 0 ? '' : `: ${choices.map(choice => JSON.stringify(choice)).join(', ')}`
  return `  answer with ${flags[answer]}${values}`
}

/** How a file was read goes beside the answer, never into it. */
export function printNotes(terminal: Terminal, file: string, notes: readonly string[]): void {
  if (notes.length > 0) terminal.printNote(`${file}: ${notes.join(' ')}`)
}

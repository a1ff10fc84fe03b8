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

/** Adds the options that say how to read an ambiguous table. */
export function addTableOptions(command: Command): Command {
  return command
    .option('--time-column <heading>', 'column of the times (its number if there is no heading)')
    .option('--followers-column <heading>', 'column of the follower counts')
    .option('--ignore-column <heading...>', 'columns to ignore')
    .addOption(new Option('--time-unit <unit>', 'unit of the times').choices(timeUnitNames))
    .addOption(
      new Option(
        '--time-origin <origin>',
        'post: times count from the post at 0; clock: absolute times, and the first row is the post'
      ).choices(timeOrigins)
    )
    .addOption(new Option('--decimal <mark>', 'decimal mark').choices(decimalNames))
    .addOption(new Option('--delimiter <name>', 'separator of the cells').choices(delimiterNames))
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

/** Names the option that resolves an ambiguity of a file, or the way around if the command has no such option. */
export function describeQuestion({ answer, choices }: FileQuestion, options: readonly string[]): string {
  if (!options.includes(flags[answer]))
    return `  create a folder from the file first: groundswell import FILE --out DIR ${flags[answer]} ...`
  const values = choices.length === 0 ? '' : `: ${choices.map(choice => JSON.stringify(choice)).join(', ')}`
  return `  answer with ${flags[answer]}${values}`
}

/** Prints how a file was read to stderr, so that the result on stdout stays clean. */
export function printNotes(terminal: Terminal, file: string, notes: readonly string[]): void {
  if (notes.length > 0) terminal.printNote(`${file}: ${notes.join(' ')}`)
}

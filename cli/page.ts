import type { Command } from 'commander'
import { formatTable } from './format.ts'
import { wholeNumber } from './options.ts'
import { printAnswer } from './print-answer.ts'
import type { Terminal } from './terminal.ts'

interface Page<Item> {
  readonly items: readonly Item[]
  readonly next: string | null
}

/** Options of every command that prints a page of a list. */
export interface PageOptions {
  readonly limit: number
  readonly cursor?: string
}

export function addPageOptions(command: Command): Command {
  return command
    .option('--limit <n>', 'maximum number of items', wholeNumber(1, 500), 50)
    .option('--cursor <cursor>', 'continue after the previous page')
}

/** Prints a page of a list: as JSON, or as text with a note on how to print the next page. */
export async function printPage<Item>(
  terminal: Terminal,
  isJson: true | undefined,
  page: Page<Item>,
  toWords: (items: readonly Item[]) => string
): Promise<void> {
  const { items, next } = page
  await printAnswer(terminal, isJson, page, () => (items.length === 0 ? 'none' : toWords(items)))
  if (next !== null && !isJson) terminal.printNote(`more: --cursor ${next}`)
}

/** Prints a page of a list: as JSON, or as a table. */
export async function printTablePage<Item>(
  terminal: Terminal,
  isJson: true | undefined,
  page: Page<Item>,
  head: readonly string[],
  toRow: (item: Item) => readonly string[]
): Promise<void> {
  await printPage(terminal, isJson, page, items => formatTable(head, items.map(toRow)))
}

import { formatTable } from './format.ts'
import type { Terminal } from './terminal.ts'

export interface Page<Item> {
  readonly items: readonly Item[]
  readonly next: string | null
}

/** JSON for programs, words for people. */
export async function printAnswer(
  terminal: Terminal,
  isJson: true | undefined,
  answer: object,
  words: () => string
): Promise<void> {
  await terminal.print(isJson ? JSON.stringify(answer) : words())
}

/** A page of a list: as it came, or as a table with a word on how to go on. */
export async function printPage<Item>(
  terminal: Terminal,
  isJson: true | undefined,
  page: Page<Item>,
  head: readonly string[],
  toRow: (item: Item) => readonly string[]
): Promise<void> {
  const { items, next } = page
  await printAnswer(terminal, isJson, page, () =>
    items.length === 0 ? 'none' : formatTable(head, items.map(toRow))
  )
  if (next !== null && !isJson) terminal.tell(`more: --cursor ${next}`)
}

/** Names and values, one a line. */
export function formatPairs(title: string, pairs: readonly (readonly [string, string])[]): string {
  const width = Math.max(...pairs.map(([name]) => name.length))
  return [title, ...pairs.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`)].join('\n')
}

/** '2026-11-21 10:13:19', in UTC as it came; '' for none. */
export function formatTime(time: string | null): string {
  return time === null ? '' : time.slice(0, 19).replace('T', ' ')
}

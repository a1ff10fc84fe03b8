import type { Terminal } from './terminal.ts'

/** Prints an answer as JSON or as text. */
export async function printAnswer(
  terminal: Terminal,
  isJson: true | undefined,
  answer: object,
  words: () => string
): Promise<void> {
  await terminal.print(isJson ? JSON.stringify(answer) : words())
}

/** Formats a title and, on a line each, pairs of name and value. */
export function formatPairs(title: string, pairs: readonly (readonly [string, string])[]): string {
  const width = Math.max(...pairs.map(([name]) => name.length))
  return [title, ...pairs.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`)].join('\n')
}

/** Formats an RFC 3339 time in UTC as '2026-11-21 10:13:19'; null as ''. */
export function formatTime(time: string | null): string {
  return time === null ? '' : time.slice(0, 19).replace('T', ' ')
}

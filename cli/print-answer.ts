import type { Terminal } from './terminal.ts'

/** JSON for programs, words for people. */
export async function printAnswer(
  terminal: Terminal,
  isJson: true | undefined,
  answer: object,
  words: () => string
): Promise<void> {
  await terminal.print(isJson ? JSON.stringify(answer) : words())
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

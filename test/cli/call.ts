import { runCommandLine } from '../../cli/run.ts'

export interface Called {
  readonly code: number
  readonly out: string
  readonly stderrText: string
}

/** Runs a command line in this process, as a pipe would see it. */
export function call(...words: readonly string[]): Promise<Called> {
  return callWithInput('', ...words)
}

/** The same, with `input` on standard input. */
export async function callWithInput(input: string, ...words: readonly string[]): Promise<Called> {
  const out: string[] = []
  const stderrText: string[] = []
  const code = await runCommandLine(words, {
    print: async text => void out.push(text),
    async *readInput() {
      yield Buffer.from(input)
    },
    printNote: text => void stderrText.push(text),
    startProgress: () => ({ advance() {}, [Symbol.dispose]() {} })
  })
  return { code, out: out.join('\n'), stderrText: stderrText.join('\n') }
}

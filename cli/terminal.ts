import { type Progress, startProgress } from './progress.ts'

/** Input and output of a command: results on stdout, everything else on stderr. */
export interface Terminal {
  /** Writes a result and a line end to stdout. Resolves when stdout accepts more. */
  print(text: string): Promise<void>
  /** Reads the bytes of standard input. */
  readInput(): AsyncIterable<Uint8Array>
  /** Writes a note for people to stderr. */
  printNote(text: string): void
  /** Shows a progress bar of `total` steps after one second; nothing if stderr is not a terminal. */
  startProgress(label: string, total: number): Progress
}

/** The terminal of this process. A closed pipe (`| head`) ends the process without an error. */
export function openTerminal(): Terminal {
  process.stdout.on('error', error => {
    if ('code' in error && error.code === 'EPIPE') process.exit(0)
    throw error
  })
  return {
    async print(text) {
      if (!process.stdout.write(`${text}\n`))
        await new Promise(resolve => process.stdout.once('drain', resolve))
    },
    readInput: () => process.stdin,
    printNote: text => void process.stderr.write(`${text}\n`),
    startProgress: (label, total) => startProgress(label, total, process.stderr)
  }
}

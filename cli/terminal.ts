import { type Progress, startProgress } from './progress.ts'

/** Where a command speaks: results to one stream, all else to another. */
export interface Terminal {
  /** Writes a result and a line end. Resolves once there is room for more. */
  print(text: string): Promise<void>
  /** The bytes of standard input. */
  readInput(): AsyncIterable<Uint8Array>
  /** Says something to the person, not to a program. */
  printNote(text: string): void
  /** A bar of `total` steps, drawn from the second second on; nothing where no person watches. */
  startProgress(label: string, total: number): Progress
}

/** The process's own streams. A closed pipe (`| head`) ends the process quietly. */
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

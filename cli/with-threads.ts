import { availableParallelism } from 'node:os'
import { type Command, Option } from 'commander'
import type { Threads } from '../ports/threads.ts'
import { wholeNumber } from './options.ts'

/** Adds --threads to a command. */
export function addThreadsOption(command: Command): Command {
  return command.addOption(
    new Option('--threads <n>', 'number of threads')
      .argParser(wholeNumber(1, 256))
      .default(availableParallelism(), 'one for each processor')
  )
}

/** Runs `work` with threads, and closes them afterwards. */
export async function withThreads<Result>(
  size: number,
  work: (threads: Threads) => Promise<Result>
): Promise<Result> {
  const { buildThreads } = await import('../adapters/threads/piscina.ts')
  const threads = buildThreads({ size })
  try {
    return await work(threads)
  } finally {
    await threads.close()
  }
}

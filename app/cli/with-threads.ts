import { availableParallelism } from 'node:os'
import type { Command } from 'commander'
import type { Threads } from '../../ports/threads.ts'
import { wholeNumber } from './options.ts'

/** Adds --threads to a command. */
export function addThreadsOption(command: Command): Command {
  return command.option('--threads <n>', 'how many threads work', wholeNumber(1, 256), availableParallelism())
}

/** Runs `work` with threads that are closed afterwards. */
export async function withThreads<Result>(
  size: number,
  work: (threads: Threads) => Promise<Result>
): Promise<Result> {
  const { buildThreads } = await import('../../adapters/threads/piscina.ts')
  const threads = buildThreads({ size })
  try {
    return await work(threads)
  } finally {
    await threads.close()
  }
}

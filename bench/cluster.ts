import { measureAcceptance } from './cluster/accept.ts'
import { measureEndToEnd } from './cluster/latency.ts'
import { measureStream } from './cluster/stream.ts'
import { measureWorkers } from './cluster/workers.ts'
import type { Bench, BenchResult } from './result.ts'

/** The services as processes of their own on the real servers (`npm run -s services -- up`), all on this machine. */
export const run: Bench = async ({ log }) => {
  const results: BenchResult[] = []
  const parts = {
    acceptance: measureAcceptance,
    workers: measureWorkers,
    stream: measureStream,
    latency: measureEndToEnd
  }
  for (const [name, measure] of Object.entries(parts)) {
    log(`${name}:`)
    results.push(...(await measure(log)))
  }
  return results
}

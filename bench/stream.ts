import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Bench, type BenchResult, judge, median } from './result.ts'
import type { Consumption } from './stream/consume.ts'
import type { Filling } from './stream/fill.ts'
import { measureLatency } from './stream/latency.ts'

/** Long cascades like those of the SEISMIC data set: their windows pass and trigger forecasts. */
const long: Filling = { cascades: 5_000, events: 200, seconds: 14_400 }
/** Little event time, so that no window passes: the cost of events without forecasts. */
const few: Filling = { cascades: 1_000, events: 2_000, seconds: 250 }
const many: Filling = { cascades: 100_000, events: 20, seconds: 250 }
const PAIRS = 3

/** The collector on the embedded stream, each run a process of its own on a fresh copy of the same stream. */
export const run: Bench = async ({ log }) => {
  const folder = mkdtempSync(join(tmpdir(), 'groundswell-bench-'))
  try {
    const filled = (name: string, filling: Filling) => {
      log(`filling a stream: ${filling.cascades} cascades of ${filling.events} events`)
      const path = join(folder, name)
      mkdirSync(path)
      runProgram('fill.ts', path, JSON.stringify(filling))
      return path
    }
    const paths = { long: filled('long', long), few: filled('few', few), many: filled('many', many) }
    const pairs = Array.from({ length: PAIRS }, (_, index) => {
      log(`pair ${index + 1} of ${PAIRS}: reading and parsing alone, and the collector`)
      return { bare: consume(paths.long, 'bare'), collector: consume(paths.long, 'collector') }
    })
    const growths = Array.from({ length: PAIRS }, (_, index) => {
      log(`pair ${index + 1} of ${PAIRS}: ${few.cascades} and ${many.cascades} open cascades`)
      return { few: consume(paths.few, 'collector'), many: consume(paths.many, 'collector') }
    })
    log('forecasts at 1,000 events/s')
    const latency = await measureLatency()
    const rate = median(pairs.map(({ collector }) => toRate(collector)))
    const bareRate = median(pairs.map(({ bare }) => toRate(bare)))
    const ratio = median(pairs.map(({ bare, collector }) => toRate(collector) / toRate(bare)))
    const growth = median(growths.map(pair => toRate(pair.few) / toRate(pair.many)))
    const megabytes = Math.max(...growths.map(pair => pair.many.megabytes))
    const reference = 'read and parse alone'
    const results: readonly (readonly [BenchResult, string])[] = [
      [
        { name: 'eventsPerSecond', value: rate, unit: '1/s', reference, referenceValue: bareRate },
        '>= 100000'
      ],
      [{ name: 'ratio', value: ratio, unit: '' }, '>= 0.4'],
      [{ name: 'openMegabytes', value: megabytes, unit: 'MB' }, '<= 500'],
      [{ name: 'growth', value: growth, unit: '' }, '<= 1.5'],
      [{ name: 'latencyMedianSeconds', value: latency.median, unit: 's' }, '<= 1'],
      [{ name: 'latencyP99Seconds', value: latency.p99, unit: 's' }, '<= 5']
    ]
    return results.map(([result, goal]) => judge({ ...result, name: `stream.embedded.${result.name}` }, goal))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }

  function consume(path: string, how: 'bare' | 'collector'): Consumption {
    const copy = join(folder, 'copy')
    cpSync(path, copy, { recursive: true })
    const text = runProgram('consume.ts', copy, how)
    rmSync(copy, { recursive: true })
    return JSON.parse(text) as Consumption
  }
}

function runProgram(name: string, ...given: readonly string[]): string {
  return execFileSync(process.execPath, [join(import.meta.dirname, 'stream', name), ...given], {
    encoding: 'utf8'
  })
}

function toRate({ events, seconds }: Consumption): number {
  return events / seconds
}

import { type Started, startProgram } from '../../test/harness/start.ts'
import { makeEnvironment } from '../../test/harness/test-environment.ts'
import type { BenchResult } from '../result.ts'
import { drawCascadeBodies } from '../serve/draw-bodies.ts'
import { measureLatency } from '../stream/latency.ts'

const EVENTS = 200
const LOAD_JOBS = 2_000
/** More than are under way at the full rate: processes look for one another's rows a few times a second. */
const SUBMITTERS = 400
const HALF_SECONDS = 20
const processes = ['api', 'worker', 'collector', 'source']

/**
 * From the sending of a cascade to its forecast at the client, through all processes and servers, at half the
 * rate that the same processes sustain; and from the passing of a window to the stored forecast, at 1,000 events/s.
 */
export async function measureEndToEnd(log: (line: string) => void): Promise<readonly BenchResult[]> {
  const testEnvironment = await makeEnvironment('cluster')
  const program = await startProgram({ testEnvironment, processes, settings: { LOG_LEVEL: 'info' } })
  try {
    const bodies = drawCascadeBodies(EVENTS, 256)
    await askAll(program, bodies, SUBMITTERS)
    const full = await askAll(program, bodies, LOAD_JOBS)
    log(`${full.toFixed(0)} forecasts a second at most; now half of that for ${HALF_SECONDS} s`)
    const seconds = await askAtRate(program, bodies, full / 2)
    const watched = await measureWatched()
    return [
      { name: 'cluster.predictionsPerSecond', value: full, unit: '1/s, submitted, fitted and answered' },
      { name: 'cluster.latencyMedianSeconds', value: quantile(seconds, 0.5), unit: 's at half of that' },
      { name: 'cluster.latencyP90Seconds', value: quantile(seconds, 0.9), unit: 's' },
      { name: 'cluster.latencyP99Seconds', value: quantile(seconds, 0.99), unit: 's' },
      { name: 'cluster.watchedLatencyMedianSeconds', value: watched.median, unit: 's at 1,000 events/s' },
      { name: 'cluster.watchedLatencyP99Seconds', value: watched.p99, unit: 's' }
    ]
  } finally {
    await program.stop()
    await testEnvironment.remove()
  }
}

async function measureWatched() {
  const testEnvironment = await makeEnvironment('cluster')
  try {
    return await measureLatency({ testEnvironment, processes })
  } finally {
    await testEnvironment.remove()
  }
}

/** As many at a time as there are submitters. Answered a second. */
async function askAll(program: Started, bodies: readonly string[], count: number): Promise<number> {
  let left = count
  const startedAt = performance.now()
  const submit = async () => {
    while (left-- > 0) await ask(program, bodies[left % bodies.length]!)
  }
  await Promise.all(Array.from({ length: SUBMITTERS }, submit))
  return (1_000 * count) / (performance.now() - startedAt)
}

/** Whatever the answers, as many a second: one that is late does not keep the next waiting. Seconds each took. */
async function askAtRate(program: Started, bodies: readonly string[], perSecond: number): Promise<number[]> {
  const count = Math.round(perSecond * HALF_SECONDS)
  const startedAt = performance.now()
  const asked = Array.from({ length: count }, async (_, index) => {
    const due = startedAt + (1_000 * index) / perSecond
    await new Promise(resolve => setTimeout(resolve, due - performance.now()))
    await ask(program, bodies[index % bodies.length]!)
    // From when it was due: what waited to be sent has waited, too.
    return (performance.now() - due) / 1_000
  })
  return Promise.all(asked)
}

async function ask(program: Started, body: string): Promise<void> {
  const headers = { 'content-type': 'application/json', prefer: 'wait=60' }
  const response = await program.request('/cascades', { method: 'POST', headers, body })
  const { state } = (await response.json()) as { readonly state: string }
  if (state !== 'succeeded') throw new Error(`answered with ${response.status}, ${state}`)
}

function quantile(values: readonly number[], share: number): number {
  return values.toSorted((left, right) => left - right)[Math.ceil(share * values.length) - 1]!
}

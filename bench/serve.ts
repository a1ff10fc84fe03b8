import { setTimeout as pause } from 'node:timers/promises'
import { startProgram } from '../test/harness/start.ts'
import { startCeleryService } from './references/start-celery-service.ts'
import { type Bench, type BenchResult, judge, median } from './result.ts'
import { drawCascadeBodies } from './serve/draw-bodies.ts'

const eventCount = 200
const submitters = 32
const rounds = 3
/** A reference's round takes about as long as ours. */
const sizes = { ours: 600, reference: 60 }

/**
 * Stored predictions a second, from the first submission to the last result, 200 events each, every cascade another one:
 * this service as it starts by itself, against FastAPI, Celery on RabbitMQ (two workers, late acknowledgement, results
 * in SQLite), scipy and scikit-learn. Both fit from the same four starts with the same bounds and tolerance, and correct
 * by 80 trees. In turns; the ratio is of the medians.
 */
export const run: Bench = async ({ log }) => {
  const reference = await startCeleryService(log)
  try {
    return await raceAgainst(reference.url, log)
  } finally {
    await reference.stop()
  }
}

async function raceAgainst(
  referenceUrl: string,
  log: (line: string) => void
): Promise<readonly BenchResult[]> {
  const service = await startProgram({ settings: { LOG_LEVEL: 'info' } })
  try {
    const bodies = drawCascadeBodies(eventCount, rounds * (sizes.ours + sizes.reference) + 2 * submitters)
    // Threads and pools begin their work, and the model is loaded.
    await measure(service.url, bodies.splice(0, submitters))
    await measure(referenceUrl, bodies.splice(0, submitters))
    const rates = { ours: [] as number[], reference: [] as number[] }
    for (let round = 1; round <= rounds; round++) {
      rates.ours.push(await measure(service.url, bodies.splice(0, sizes.ours)))
      rates.reference.push(await measure(referenceUrl, bodies.splice(0, sizes.reference)))
      log(
        `round ${round}: ${rates.ours.at(-1)!.toFixed(0)} against ${rates.reference.at(-1)!.toFixed(1)} a second`
      )
    }
    const [ours, theirs] = [median(rates.ours), median(rates.reference)]
    const compared = { reference: 'fastapi-celery-scipy-sklearn', referenceValue: theirs }
    return [
      judge({ name: 'serve.embedded.ratio', value: ours / theirs, unit: 'times', ...compared }, '>= 10'),
      { name: 'serve.embedded.perSecond', value: ours, unit: 'predictions/s', ...compared }
    ]
  } finally {
    await service.stop()
  }
}

/** Predictions a second. Throws when one did not succeed. */
async function measure(url: string, bodies: readonly string[]): Promise<number> {
  const start = performance.now()
  const waiting = [...bodies]
  const ids: string[] = []
  const submit = async () => {
    for (let body = waiting.pop(); body !== undefined; body = waiting.pop()) {
      const headers = { 'content-type': 'application/json' }
      const response = await fetch(`${url}/cascades`, { method: 'POST', headers, body })
      const { id } = (await response.json()) as { id: string }
      if (response.status !== 202) throw new Error(`a submission was answered with ${response.status}`)
      ids.push(id)
    }
  }
  await Promise.all(Array.from({ length: submitters }, submit))
  for (const id of ids) await waitFor(`${url}/predictions/${id}`)
  return (1_000 * bodies.length) / (performance.now() - start)
}

async function waitFor(url: string): Promise<void> {
  for (;;) {
    const { state } = (await (await fetch(url)).json()) as { state: string }
    if (state === 'succeeded') return
    if (state === 'failed') throw new Error(`${url} failed`)
    await pause(10)
  }
}

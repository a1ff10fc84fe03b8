import { readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { Random } from '../learners/random.ts'
import { type Started, startProgram } from '../test/harness/start.ts'
import { makeTemporaryFolder } from '../test/harness/temporary.ts'
import { makeEnvironment } from '../test/harness/test-environment.ts'
import type { Bench } from './result.ts'

const CASCADES = 4_000
const EVENTS = 50
const BATCH = 500

/** Measures the growth of the data folder for each prediction and each event of the stream, after the service has stopped. */
export const run: Bench = async ({ log }) => {
  const empty = await measureFolder(async () => {})
  log(`an empty service: ${empty} bytes`)
  const predicted = await measureFolder(submitAll)
  log(`${CASCADES} predictions: ${predicted} bytes`)
  const watched = await measureFolder(feedAll)
  log(`${CASCADES * EVENTS} events: ${watched} bytes`)
  return [
    { name: 'disk.embedded.emptyMegabytes', value: empty / 1e6, unit: 'MB' },
    { name: `disk.embedded.kilobytesPerPrediction`, value: (predicted - empty) / CASCADES / 1e3, unit: 'kB' },
    { name: 'disk.embedded.bytesPerStreamEvent', value: (watched - empty) / CASCADES / EVENTS, unit: 'B' }
  ]
}

async function measureFolder(work: (program: Started) => Promise<void>): Promise<number> {
  const folder = makeTemporaryFolder()
  try {
    const program = await startProgram({
      testEnvironment: await makeEnvironment('embedded', folder),
      settings: { GROUNDSWELL_MAX_BACKLOG: String(2 * CASCADES), LOG_LEVEL: 'info' }
    })
    try {
      await work(program)
    } finally {
      await program.stop()
    }
    return sumFiles(join(folder, 'data'))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function sumFiles(folder: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile())
  return files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0)
}

/** Times to the millisecond, whole followers: what a feed has. */
function drawEvents(random: Random): { time: number; magnitude: number }[] {
  const times = Array.from({ length: EVENTS }, (_, i) =>
    i === 0 ? 0 : Math.round(random.uniform() * 6e5) / 1e3
  )
  return times
    .toSorted((left, right) => left - right)
    .map(time => ({ time, magnitude: Math.round(1 / (1 - random.uniform())) }))
}

async function submitAll(program: Started): Promise<void> {
  const random = new Random(1)
  for (let first = 0; first < CASCADES; first += BATCH) {
    const lines = Array.from({ length: BATCH }, () =>
      JSON.stringify({ events: drawEvents(random), window: 600 })
    )
    await post(program, '/cascades/batch', lines)
  }
  await waitFor(async () => {
    const { items } = (await program.get('/queues')).body
    return items.every(({ queued, running }: { queued: number; running: number }) => queued + running === 0)
  })
}

async function feedAll(program: Started): Promise<void> {
  const random = new Random(1)
  const start = Math.floor(Date.now() / 1e3) - 3_600
  for (let first = 0; first < CASCADES; first += BATCH) {
    const lines = Array.from({ length: BATCH }, (_, i) =>
      toEntries(`c${first + i}`, start, drawEvents(random))
    ).flat()
    await post(program, '/events', lines)
  }
  await waitFor(async () => (await program.get('/stream')).body.counters.events === CASCADES * EVENTS)
}

function toEntries(
  cascadeId: string,
  start: number,
  events: readonly { time: number; magnitude: number }[]
): string[] {
  return events.map(({ time, magnitude }, i) =>
    JSON.stringify({
      eventId: String(i),
      cascadeId,
      kind: i === 0 ? 'post' : 'reshare',
      time: start + time,
      magnitude
    })
  )
}

async function post(program: Started, path: string, lines: readonly string[]): Promise<void> {
  const headers = { 'content-type': 'application/x-ndjson' }
  const answer = await program.request(path, { method: 'POST', headers, body: `${lines.join('\n')}\n` })
  const text = await answer.text()
  if (!answer.ok || text.includes('"problem"'))
    throw new Error(`${path}: ${answer.status} ${text.slice(0, 300)}`)
}

async function waitFor(isDone: () => Promise<boolean>): Promise<void> {
  const until = performance.now() + 600_000
  while (!(await isDone())) {
    if (performance.now() > until) throw new Error('the predictions did not end in time')
    await new Promise(resolve => setTimeout(resolve, 200))
  }
}

import Fastify, { type FastifyReply } from 'fastify'
import { buildEventStream } from '../../api/http/event-stream.ts'
import { registerWebFiles } from '../../api/web-files.ts'
import { Random } from '../../learners/random.ts'
import type { components } from '../../ports/contract/generated/types.ts'

type Schemas = components['schemas']

const windows = [300, 600, 3600]

interface Options {
  readonly cascades: number
  readonly updatesPerSecond: number
}

/**
 * Serves the files of the web page and the part of the API that its page Live uses: the given number of live cascades, and
 * forecasts of them on the feed at a constant rate. Runs as a separate process:
 * `node bench/page/contract-service.ts CASCADES UPDATES`.
 */
async function startContractService({ cascades: count, updatesPerSecond }: Options): Promise<string> {
  const random = new Random(2026)
  const cascades = Array.from({ length: count }, (_, i) => makeCascade(i, random))
  const readers = new Set<ReturnType<typeof buildEventStream>>()
  let sequence = 0
  const app = Fastify()
  registerWebFiles(app)
  app.get('/session', () => ({ isKeyNeeded: false, keyName: null, csrfToken: null, expiresAt: null }))
  app.get('/alerts', () => ({ items: [], next: null }))
  app.get('/replays', () => ({ items: [], next: null }))
  app.get('/replays/folders', () => ({ items: [{ name: 'simulated' }] }))
  app.get<{ Querystring: { limit: string; cursor?: string; state?: string } }>('/cascades', ({ query }) => {
    if (query.state === 'ended') return { items: [], next: null }
    const from = Number(query.cursor ?? 0)
    const end = from + Number(query.limit)
    const ranked = cascades.toSorted((a, b) => b.forecast!.point! - a.forecast!.point!)
    return { items: ranked.slice(from, end), next: end < count ? String(end) : null }
  })
  app.get<{ Params: { id: string } }>('/cascades/:id', ({ params }) => {
    const cascade = cascades.find(({ id }) => id === params.id)!
    return {
      cascade,
      events: growEvents(cascade),
      forecasts: [],
      outcome: null
    } satisfies Schemas['CascadeDetail']
  })
  app.get('/feed', (_request, reply: FastifyReply) => {
    const reader = buildEventStream(reply, 10, String(sequence))
    readers.add(reader)
    reader.signal.addEventListener('abort', () => readers.delete(reader))
  })

  // One timer tick for each update: fewer ticks would send the updates in bursts.
  let due = performance.now()
  const beat = setInterval(() => {
    for (; due <= performance.now(); due += 1000 / updatesPerSecond) {
      const at = Math.floor(random.uniform() * count)
      const cascade = grow(cascades[at]!, random)
      cascades[at] = cascade
      sequence++
      const { id, forecast } = cascade
      const data = JSON.stringify({ id, state: 'open', forecast })
      for (const reader of readers)
        void reader.send({ id: String(sequence), name: 'cascades', data }).catch(() => {})
    }
  }, 4)
  app.addHook('onClose', async () => clearInterval(beat))
  return app.listen({ host: '127.0.0.1', port: 0 })
}

function makeCascade(index: number, random: Random): Schemas['WatchedCascade'] {
  const events = 20 + Math.floor(2_000 * random.uniform() ** 3)
  const startedAt = Date.now() - 3_600_000 * random.uniform()
  const id = `watched.${index}`
  return {
    id,
    source: 'bench',
    provenance: 'simulated',
    state: 'open',
    startedAt: new Date(startedAt).toISOString(),
    lastEventAt: new Date().toISOString(),
    events,
    windowsPassed: [windows[0]!],
    forecast: forecastOf(events, windows[0]!, id),
    growingFasterSince: null,
    endedAt: null,
    revision: 0,
    updatedAt: new Date().toISOString(),
    links: { self: `/cascades/${id}` }
  }
}

/** Changes a forecast up or down, so that the list changes as much after an hour as at the start. */
function grow(cascade: Schemas['WatchedCascade'], random: Random): Schemas['WatchedCascade'] {
  const events = cascade.events + 1 + Math.floor(5 * random.uniform())
  const factor = 0.7 + 0.6 * random.uniform()
  const windowSeconds = cascade.forecast!.windowSeconds === 300 ? 600 : 3600
  const now = new Date().toISOString()
  const forecast = forecastOf(Math.max(10, cascade.forecast!.median! * factor), windowSeconds, cascade.id)
  return { ...cascade, events, forecast, lastEventAt: now, updatedAt: now }
}

function forecastOf(size: number, windowSeconds: number, id: string): Schemas['CascadeForecast'] {
  const median = Math.min(50_000, size)
  const areOptimal = 0.9 * median
  const range = { low: median * 0.8, high: median * 1.6 }
  return { windowSeconds, median, areOptimal, point: areOptimal, ...range, predictionId: `prd_${id}` }
}

function growEvents({ events }: Schemas['WatchedCascade']) {
  return Array.from({ length: Math.min(2_000, events) }, (_, i) => ({ time: i ** 1.5, magnitude: 100 }))
}

if (import.meta.main) {
  const [cascades, updatesPerSecond] = process.argv.slice(2).map(Number)
  console.log(await startContractService({ cascades: cascades!, updatesPerSecond: updatesPerSecond! }))
}

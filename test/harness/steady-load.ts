import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { smallCascade } from './cascades.ts'
import { type FeedReader, type ReadEvent, readFeed } from './read-feed.ts'
import type { Started } from './start.ts'

/** A constant load of submissions and events, each retried until it is accepted, and a reader of the feed. */
export interface SteadyLoad {
  /** Ids of accepted predictions. */
  readonly accepted: ReadonlySet<string>
  /** Cascades whose events were all accepted: 'load-0', 'load-1', ... */
  cascades(): number
  /** The entries that the reader has received, across reconnects. */
  readonly seen: readonly ReadEvent[]
  /** Ends the load after the requests in progress are accepted. The reader continues. */
  rest(): Promise<void>
  stop(): Promise<void>
}

const LANES = 2
const PAUSE_MILLISECONDS = 400
const AGAIN_MILLISECONDS = 250
const T0 = 1_700_000_000

export function startSteadyLoad(program: Started): SteadyLoad {
  const resting = new AbortController()
  const leaving = new AbortController()
  const accepted = new Set<string>()
  const seen: ReadEvent[] = []
  let cascades = 0
  let reader: FeedReader | null = null
  const bringing = [...Array.from({ length: LANES }, submitAgainAndAgain), feedAgainAndAgain()]
  const reading = read()

  async function submitAgainAndAgain(): Promise<void> {
    while (!resting.signal.aborted) {
      const key = randomUUID()
      const { id } = await bring('/cascades', JSON.stringify(smallCascade()), {
        'content-type': 'application/json',
        'idempotency-key': key
      })
      accepted.add(String(id))
      await sleep(PAUSE_MILLISECONDS)
    }
  }

  async function feedAgainAndAgain(): Promise<void> {
    while (!resting.signal.aborted) {
      const start = T0 + 10 * cascades
      const events = smallCascade().events.map(({ time, magnitude }, place) => ({
        eventId: `e${place}`,
        cascadeId: `load-${cascades}`,
        kind: place === 0 ? 'post' : 'reshare',
        time: start + time,
        magnitude
      }))
      const lines = [...events, { watermark: start }].map(entry => JSON.stringify(entry))
      await bring('/events?source=load', lines.join('\n'), { 'content-type': 'application/x-ndjson' })
      cascades++
      await sleep(PAUSE_MILLISECONDS)
    }
  }

  /** Retries until it is accepted, also after a lost answer. */
  async function bring(path: string, body: string, headers: Record<string, string>) {
    for (;;) {
      const response = await program
        .request(path, { method: 'POST', headers, body, signal: AbortSignal.timeout(20_000) })
        .catch(() => null)
      const text = await response?.text().catch(() => null)
      if (response?.status === 202 && text) return JSON.parse(text)
      if (response && response.status !== 429 && response.status < 500)
        throw new Error(`${path} was answered ${response.status}: ${text}`)
      await sleep(AGAIN_MILLISECONDS)
    }
  }

  async function read(): Promise<void> {
    while (!leaving.signal.aborted) {
      reader = readFeed(program.url, seen.at(-1)?.id ?? 0, event => seen.push(event))
      await reader.ended
      await sleep(AGAIN_MILLISECONDS)
    }
  }

  async function rest(): Promise<void> {
    resting.abort()
    await Promise.all(bringing)
  }

  return {
    accepted,
    cascades: () => cascades,
    seen,
    rest,
    async stop() {
      await rest()
      leaving.abort()
      await reader?.close()
      await reading
    }
  }
}

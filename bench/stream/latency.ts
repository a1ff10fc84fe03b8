import { type FeedEntry, feed } from '../../test/harness/feed.ts'
import { type StartOptions, startProgram } from '../../test/harness/start.ts'

export interface Latency {
  /** Seconds from the watermark's arrival to the stored forecast. */
  readonly median: number
  readonly p99: number
}

const SECONDS = 40
const EVENTS_PER_SECOND = 1_000
/** Each begins in its second and grows over the windows: so many windows pass a second. */
const CASCADES_PER_SECOND = 5
const WINDOW_SECONDS = 60
// The feed's time runs so much faster that windows pass all along: WINDOW_SECONDS of it in 4 s.
const PACE = 15
const STEPS_PER_SECOND = 10
const BEGIN = 1_700_000_000

/**
 * The whole program at 1,000 events/s: each tenth of a second some events and a watermark. A window passes with the
 * watermark that is the first at or beyond its end (and the lateness): from that one's being sent to the forecast's
 * being stored.
 */
export async function measureLatency(
  place: Pick<StartOptions, 'testEnvironment' | 'processes'> = {}
): Promise<Latency> {
  const program = await startProgram({
    ...place,
    settings: {
      GROUNDSWELL_WINDOWS: String(WINDOW_SECONDS),
      GROUNDSWELL_LATENESS_SECONDS: '0',
      LOG_LEVEL: 'info'
    }
  })
  try {
    const passedAt = new Map<string, number>()
    const starts: { readonly id: string; readonly at: number }[] = []
    const begunAt = Date.now()
    const step = PACE / STEPS_PER_SECOND
    const perStep = EVENTS_PER_SECOND / STEPS_PER_SECOND
    for (let number = 0; number < SECONDS * STEPS_PER_SECOND; number++) {
      const time = BEGIN + number * step
      if ((number * CASCADES_PER_SECOND) % STEPS_PER_SECOND === 0) starts.push({ id: `c${number}`, at: time })
      const open = starts.slice(-40)
      const entries: FeedEntry[] = Array.from({ length: perStep }, (_, index) => {
        const { id, at } = open[index % open.length]!
        const isPost = at === time && index === open.length - 1
        const eventId = isPost ? 'post' : `${number}.${index}`
        const kind = isPost ? ('post' as const) : ('reshare' as const)
        return { eventId, cascadeId: id, kind, time, magnitude: 1 + ((number * 7 + index * 13) % 900) }
      })
      // A cascade's post before its reshares.
      entries.sort(
        (left, right) =>
          Number('kind' in right && right.kind === 'post') - Number('kind' in left && left.kind === 'post')
      )
      const wait = begunAt + (number * 1_000) / STEPS_PER_SECOND - Date.now()
      if (wait > 0) await new Promise(resolve => setTimeout(resolve, wait))
      const now = Date.now()
      for (const { id, at } of starts)
        if (at + WINDOW_SECONDS <= time && !passedAt.has(id)) passedAt.set(id, now)
      await feed(program, [...entries, { watermark: time }])
    }
    const latencies: number[] = []
    for (const [id, passed] of passedAt) latencies.push((await storedAt(id)) - passed)
    latencies.sort((left, right) => left - right)
    const quantile = (share: number) => latencies[Math.ceil(share * latencies.length) - 1]! / 1_000
    return { median: quantile(0.5), p99: quantile(0.99) }
  } finally {
    await program.stop()
  }

  async function storedAt(id: string): Promise<number> {
    for (;;) {
      const { body } = await program.get(`/cascades/${id}?maxEvents=0`)
      const finishedAt = body.forecasts?.[0]?.finishedAt
      if (finishedAt) return Date.parse(finishedAt)
      await new Promise(resolve => setTimeout(resolve, 100))
    }
  }
}

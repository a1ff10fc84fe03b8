import { service, type WatchedCascade } from '../../service.ts'

/** The size of a cascade by the age of its post, in seconds. */
export type Growth = readonly (readonly [seconds: number, events: number])[]

const MAX_DRAWN_EVENTS = 2_000
const MAX_POINTS = 96
// Few requests at a time, so that the lists and the feed are not delayed.
const MAX_REQUESTS = 2

/**
 * Keeps the growth of cascades. It requests the first events of a cascade once, when the cascade is first visible. Later
 * points come from the list.
 */
export function buildGrowth(onGrown: (id: string) => void) {
  const known = new Map<string, Growth>()
  const wanted = new Set<string>()
  let running = 0

  function pull(): void {
    for (const id of wanted) {
      if (running >= MAX_REQUESTS) return
      wanted.delete(id)
      running++
      void read(id).finally(() => {
        running--
        pull()
      })
    }
  }

  async function read(id: string): Promise<void> {
    // If the cascade was deleted or the service is unavailable, the next look requests it again.
    const detail = await service.cascades.get(id, { maxEvents: MAX_DRAWN_EVENTS }).catch(() => null)
    if (detail === null) return
    const times = detail.events.map(({ time }) => time).filter(time => time !== null)
    known.set(
      id,
      thin([
        ...times.map((time, i) => [time, i + 1] as const),
        ...(known.get(id) ?? []).filter(
          ([seconds, events]) => seconds >= times.at(-1)! && events > times.length
        )
      ])
    )
    onGrown(id)
  }

  return {
    of: (id: string): Growth => known.get(id) ?? [],
    /** Requests the growth of a cascade that has become visible. */
    want(id: string): void {
      if (known.has(id)) return
      wanted.add(id)
      pull()
    },
    /** Adds the current size of a cascade whose growth is known. */
    add({ id, startedAt, lastEventAt, events }: WatchedCascade): void {
      const points = known.get(id)
      if (!points || startedAt === null || events <= (points.at(-1)?.[1] ?? 0)) return
      const seconds = (Date.parse(lastEventAt) - Date.parse(startedAt)) / 1000
      known.set(id, thin([...points, [seconds, events]]))
    },
    forget(id: string): void {
      known.delete(id)
      wanted.delete(id)
    }
  }
}

/** Keeps at most MAX_POINTS points and always the last. */
function thin(points: Growth): Growth {
  const stride = Math.ceil(points.length / MAX_POINTS)
  return stride <= 1 ? points : points.filter((_, i) => i % stride === 0 || i === points.length - 1)
}

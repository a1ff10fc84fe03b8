import { service, type WatchedCascade } from '../../service.ts'

/** How large a cascade was at which age of its post, in seconds. */
export type Growth = readonly (readonly [seconds: number, events: number])[]

const maxDrawnEvents = 2_000
const maxPoints = 96
// The lists and the feed come first: growth is read by few requests at a time.
const width = 2

/**
 * How cascades grew: the first events of each are asked for once, when it is first looked at; from then on what the list
 * says of it is added.
 */
export function buildGrowth(onGrown: (id: string) => void) {
  const known = new Map<string, Growth>()
  const wanted = new Set<string>()
  let running = 0

  function pull(): void {
    for (const id of wanted) {
      if (running >= width) return
      wanted.delete(id)
      running++
      void read(id).finally(() => {
        running--
        pull()
      })
    }
  }

  async function read(id: string): Promise<void> {
    // One that is gone, or a service that is away: the next look asks again.
    const detail = await service.cascades.get(id, { maxEvents: maxDrawnEvents }).catch(() => null)
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
    /** It is looked at. */
    want(id: string): void {
      if (known.has(id)) return
      wanted.add(id)
      pull()
    },
    /** What the list says of one that is known. */
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

/** At most so many, the first and the last among them. */
function thin(points: Growth): Growth {
  const stride = Math.ceil(points.length / maxPoints)
  return stride <= 1 ? points : points.filter((_, i) => i % stride === 0 || i === points.length - 1)
}

import { service, type WatchedCascade } from '../service.ts'

export interface Growing {
  readonly cascade: WatchedCascade
  /** Seconds since the post of each event, the first so many. */
  readonly times: readonly number[]
}

const mostEvents = 2_000

/** Adds to watched cascades how they grew; asked for again only where there are new events. */
export function buildGrowth() {
  let known = new Map<string, { readonly events: number; readonly times: readonly number[] }>()

  async function read(cascade: WatchedCascade): Promise<Growing> {
    const before = known.get(cascade.id)
    if (before?.events === cascade.events) return { cascade, times: before.times }
    const { events } = await service.cascades.get(cascade.id, { maxEvents: mostEvents })
    return { cascade, times: events.map(({ time }) => time).filter(time => time !== null) }
  }

  return {
    async add(cascades: readonly WatchedCascade[]): Promise<readonly Growing[]> {
      const growing = await Promise.all(cascades.map(read))
      known = new Map(growing.map(({ cascade, times }) => [cascade.id, { events: cascade.events, times }]))
      return growing
    }
  }
}

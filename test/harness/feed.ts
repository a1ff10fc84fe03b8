import type { Random } from '../../learners/random.ts'
import type { Started } from './start.ts'

/** An event or a watermark for POST /events. */
export type FeedEntry =
  | {
      readonly eventId: string
      readonly cascadeId: string
      readonly kind: 'post' | 'reshare'
      readonly time: number
      readonly magnitude: number
    }
  | { readonly watermark: number; readonly isLast?: boolean }

type FeedEvent = Extract<FeedEntry, { eventId: string }>

/** Sends entries in order, some thousands per request. Retries each batch until it is accepted, as the program may be dead. */
export async function feed(
  program: Started,
  entries: readonly FeedEntry[],
  { source = 'feed', batch = 5_000 } = {}
): Promise<void> {
  for (let from = 0; from < entries.length; from += batch) {
    const body = entries
      .slice(from, from + batch)
      .map(entry => JSON.stringify(entry))
      .join('\n')
    const response = await program.request(`/events?source=${source}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
      body
    })
    if (response.status !== 202) throw new Error(`${response.status}: ${await response.text()}`)
  }
}

/**
 * Converts events in order of time to those of a bad network: some are duplicated, and some are late by up to `seconds`.
 * A watermark follows every 100th event.
 */
export function disturb(
  events: readonly FeedEvent[],
  random: Random,
  { twice, late, seconds }: { readonly twice: number; readonly late: number; readonly seconds: number }
): readonly FeedEntry[] {
  const arrivals = events.flatMap(event => {
    const delay = random.uniform() < late ? random.uniform() * seconds : 0
    const first = { event, at: event.time + delay }
    return random.uniform() < twice ? [first, { event, at: first.at + random.uniform() * seconds }] : [first]
  })
  arrivals.sort((left, right) => left.at - right.at)
  return arrivals.flatMap(({ event, at }, index): FeedEntry[] =>
    index % 100 === 99 ? [event, { watermark: at }] : [event]
  )
}

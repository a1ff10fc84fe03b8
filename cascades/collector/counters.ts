/** What became of what arrived. Kept with the stream's position, so that a kill loses and doubles none. */
export const counterNames = [
  /** Distinct events taken into a cascade. */
  'events',
  /** The same cascade and event id again: dropped. */
  'duplicates',
  /** Behind the watermark by more than the lateness: taken into the cascade, too late for windows that have passed. */
  'late',
  /** Events and watermarks dated too far ahead of the clock: to the dead letters. */
  'future',
  /** Not readable, or of an unknown type: to the dead letters. */
  'unreadable',
  /** Batches of records that cannot be decoded: one dead letter each. */
  'undecodable',
  /** Of a cascade that lives in another partition: sent there. */
  'forwarded',
  /** The same, but it came back, or there is no such partition: to the dead letters. */
  'misrouted',
  /** A second post for a cascade that has one: to the dead letters. */
  'secondPosts',
  /** Dated before the post of its cascade: to the dead letters. */
  'beforePost',
  /** Cascades whose post did not come within the lateness: their first event stands for it. */
  'adopted',
  /** After the end: counted in, the outcome revised. */
  'afterEnd',
  /** Of a deleted cascade: dropped. */
  'forgotten',
  'watermarks',
  /** An operator set the time of a source. */
  'resets',
  'cascades',
  /** Windows passed, each with its prediction submitted. */
  'windows',
  'ended',
  'revised'
] as const

export type CounterName = (typeof counterNames)[number]
export type Counters = Record<CounterName, number>

/** Why a message is refused, and what counts it. */
export interface Refusal {
  readonly counter: CounterName
  readonly reason: string
}

export function noCounters(): Counters {
  return Object.fromEntries(counterNames.map(name => [name, 0])) as Counters
}

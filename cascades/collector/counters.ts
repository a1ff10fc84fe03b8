/** Counters of processed messages. Stored with the position, so that a kill neither loses nor repeats a count. */
export const counterNames = [
  /** Distinct events added to a cascade. */
  'events',
  /** Events with a known cascade id and event id: dropped. */
  'duplicates',
  /** Events behind the watermark by more than the lateness: added to the cascade, too late for windows that have passed. */
  'late',
  /** Events and watermarks dated too far ahead of the clock: to the dead letters. */
  'future',
  /** Messages that cannot be parsed, or of an unknown type: to the dead letters. */
  'unreadable',
  /** Batches of records that cannot be decoded: one dead letter each. */
  'undecodable',
  /** Events of a cascade that another partition owns: forwarded to it. */
  'forwarded',
  /** Forwarded events that came back, or whose partition does not exist: to the dead letters. */
  'misrouted',
  /** Second posts of a cascade: to the dead letters. */
  'secondPosts',
  /** Events dated before the post of their cascade: counted at the post's time. */
  'beforePost',
  /** Cascades whose post did not arrive within the lateness: their earliest event replaces it. */
  'adopted',
  /** Events after the end of their cascade: added, and the outcome is revised. */
  'afterEnd',
  /** Events of a deleted cascade: dropped. */
  'forgotten',
  'watermarks',
  /** Times that an operator set the time of a source. */
  'resets',
  'cascades',
  /** Windows that passed; a prediction is submitted for each. */
  'windows',
  /** Forecasts beside the windows (extra-forecasts.ts), and those not made because too many predictions wait. */
  'extraForecasts',
  'extraDropped',
  /** Times that a cascade began to grow faster than expected. */
  'faster',
  'ended',
  'revised'
] as const

export type CounterName = (typeof counterNames)[number]
export type Counters = Record<CounterName, number>

/** Why a message is rejected, and the counter for it. */
export interface Refusal {
  readonly counter: CounterName
  readonly reason: string
}

export function noCounters(): Counters {
  return Object.fromEntries(counterNames.map(name => [name, 0])) as Counters
}

interface Cascade {
  readonly times: Float64Array
  /** NaN where the followers are unknown. */
  readonly magnitudes: Float64Array
}

/** An event as POST /cascades takes it. */
interface SubmittedEvent {
  readonly time: number
  /** Absent where the followers are unknown. */
  readonly magnitude?: number
}

/** Lists the events of a cascade for a submission. */
export function listEvents({ times, magnitudes }: Cascade): SubmittedEvent[] {
  return Array.from(times, (time, i) => {
    const magnitude = magnitudes[i] ?? Number.NaN
    return Number.isNaN(magnitude) ? { time } : { time, magnitude }
  })
}

interface Cascade {
  readonly times: Float64Array
  /** NaN where the followers are unknown. */
  readonly magnitudes: Float64Array
  readonly postAuthorId?: string | undefined
}

/** An event as POST /cascades takes it. */
interface SubmittedEvent {
  readonly time: number
  /** Absent where the followers are unknown. */
  readonly magnitude?: number
  /** Absent where it is unknown, and on reshares. */
  readonly authorId?: string
}

/** Lists the events of a cascade for a submission. */
export function listEvents({ times, magnitudes, postAuthorId }: Cascade): SubmittedEvent[] {
  return Array.from(times, (time, i) => {
    const magnitude = magnitudes[i] ?? Number.NaN
    return {
      time,
      ...(!Number.isNaN(magnitude) && { magnitude }),
      ...(i === 0 && postAuthorId !== undefined && { authorId: postAuthorId })
    }
  })
}

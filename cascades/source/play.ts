import type { Clock } from '../../ports/clock.ts'
import type { CascadeEvent } from '../../ports/messages.ts'
import type { Provenance } from '../../ports/provenance.ts'
import type { Playback } from './playback.ts'
import type { StreamWriter } from './stream-writer.ts'

interface Play {
  readonly playback: Playback
  /** Source name in its messages. */
  readonly source: string
  /** Prefix of the ids of its cascades. */
  readonly label: string
  readonly provenance: Provenance
  /** Event time at which the playback begins, in epoch seconds. */
  readonly epoch: number
  readonly speed: number | 'max'
  readonly streamWriter: StreamWriter
  readonly clock: Clock
  readonly signal: AbortSignal
  /** Reports events that were appended to the stream, and how many of them are posts. */
  onSent(events: number, posts: number): void
}

const BATCH = 5_000
const TICK_MILLISECONDS = 250

/**
 * Sends the events of a playback in batches at its speed, each batch with a watermark. Never sends an event ahead of the
 * clock, because the collector rejects it. Resumes a playback from which events were taken. Marks the watermark after the
 * last event as the last one. Rejects when `signal` is aborted.
 */
export async function play(options: Play): Promise<void> {
  const { playback, source, epoch, speed, streamWriter, clock, signal } = options
  const beganAt = clock.monotonic()
  const beganFrom = playback.taken === 0 ? 0 : playback.nextTime
  while (playback.nextTime < Number.POSITIVE_INFINITY) {
    signal.throwIfAborted()
    const paced =
      speed === 'max' ? Number.POSITIVE_INFINITY : beganFrom + ((clock.monotonic() - beganAt) / 1_000) * speed
    const due = Math.min(paced, clock.now() / 1_000 - epoch)
    const events = takeBatch(options, due)
    const isLast = playback.nextTime === Number.POSITIVE_INFINITY
    const isAhead = !isLast && playback.nextTime > due
    // While no event is due, the watermark advances without events.
    const time = isAhead ? epoch + due : events.at(-1)!.time
    await streamWriter.send(events, { source, time, isLast }, signal)
    options.onSent(events.length, events.filter(({ kind }) => kind === 'post').length)
    if (isAhead) await clock.sleep(TICK_MILLISECONDS, signal)
  }
}

/** Takes the events up to `due`, about BATCH at most. Events of equal time stay together, so that it can be the watermark. */
function takeBatch({ playback, source, label, provenance, epoch }: Play, due: number): CascadeEvent[] {
  const events: CascadeEvent[] = []
  while (playback.nextTime <= due && playback.nextTime < Number.POSITIVE_INFINITY) {
    if (events.length >= BATCH && epoch + playback.nextTime > events.at(-1)!.time) break
    const { number, place, time, magnitude, authorId } = playback.take()
    events.push({
      eventId: String(place),
      cascadeId: `${label}.${number}`,
      kind: place === 0 ? 'post' : 'reshare',
      time: epoch + time,
      magnitude,
      ...(authorId !== undefined && { authorId }),
      source,
      provenance
    })
  }
  return events
}

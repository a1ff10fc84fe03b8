import type { Clock } from '../../ports/clock.ts'
import type { CascadeEvent } from '../../ports/messages.ts'
import type { Provenance } from '../../ports/provenance.ts'
import type { Playback } from './playback.ts'
import type { StreamWriter } from './stream-writer.ts'

interface Play {
  readonly playback: Playback
  /** Of its messages. */
  readonly source: string
  /** What the ids of its cascades begin with. */
  readonly label: string
  readonly provenance: Provenance
  /** Epoch seconds of the playback's beginning. */
  readonly epoch: number
  readonly speed: number | 'max'
  readonly streamWriter: StreamWriter
  readonly clock: Clock
  readonly signal: AbortSignal
  /** So many more are on the stream, posts among them. */
  onSent(events: number, posts: number): void
}

const BATCH = 5_000
const TICK_MILLISECONDS = 250

/**
 * Sends what the playback gives, each batch with a watermark, at its speed, and never ahead of the clock: a time ahead of
 * it is refused. Where it was begun before (events have been taken), it continues from there. After the last event a last
 * watermark says so. Rejects when `signal` is aborted.
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
    // Where nothing is to come for a while, time continues without events.
    const time = isAhead ? epoch + due : events.at(-1)!.time
    await streamWriter.send(events, { source, time, isLast }, signal)
    options.onSent(events.length, events.filter(({ kind }) => kind === 'post').length)
    if (isAhead) await clock.sleep(TICK_MILLISECONDS, signal)
  }
}

/** All up to `due`, or some thousands: cut where time moves, so that the last one's time can be a watermark. */
function takeBatch({ playback, source, label, provenance, epoch }: Play, due: number): CascadeEvent[] {
  const events: CascadeEvent[] = []
  while (playback.nextTime <= due && playback.nextTime < Number.POSITIVE_INFINITY) {
    if (events.length >= BATCH && epoch + playback.nextTime > events.at(-1)!.time) break
    const { number, place, time, magnitude } = playback.take()
    events.push({
      eventId: String(place),
      cascadeId: `${label}.${number}`,
      kind: place === 0 ? 'post' : 'reshare',
      time: epoch + time,
      magnitude,
      source,
      provenance
    })
  }
  return events
}

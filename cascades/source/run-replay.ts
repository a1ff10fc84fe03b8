import type { Clock } from '../../ports/clock.ts'
import { MIN_EVENT_TIME } from '../../ports/event-time.ts'
import type { Replay, ReplayProgress, Replays } from '../rows/replays.ts'
import { InputError } from './input-error.ts'
import type { PackedCascades } from './packed-cascades.ts'
import { play } from './play.ts'
import { Playback } from './playback.ts'
import type { FolderReplayOptions, ReplayOptions, SimulationOptions } from './replay-options.ts'
import { startReplayTracker } from './replay-tracker.ts'
import { scheduleCascades, spanOf } from './schedule.ts'
import type { ScheduledCascade } from './scheduled-cascade.ts'
import { simulateCascades } from './simulated-cascades.ts'
import type { StreamWriter } from './stream-writer.ts'

interface RunReplayParts {
  readonly replays: Replays
  readonly streamWriter: StreamWriter
  readonly clock: Clock
  readonly owner: string
  readonly signal: AbortSignal
}

const YEAR_SECONDS = 365.25 * 86_400
/** A simulation faster than the clock begins this long ago, and slows to the clock's speed when it has caught up. */
const SIMULATED_LEAD_SECONDS = 30 * 86_400

/**
 * Plays a replay from its stored position to its end. Event times are in the past: a round ends about now. After a kill the
 * next owner sends the events after the last stored position again, and they are dropped as duplicates. Throws InputError
 * for an invalid folder and for one that has changed since the replay began, ReplayTaken, or the abort reason of `signal`.
 */
export async function runReplay(parts: RunReplayParts, replay: Replay): Promise<void> {
  const { streamWriter, clock } = parts
  const options: ReplayOptions = JSON.parse(replay.options)
  const openRound = options.kind === 'folder' ? readRounds(parts, replay, options) : simulateRounds(options)
  const tracker = startReplayTracker(parts, replay)
  const signal = AbortSignal.any([parts.signal, tracker.signal])
  try {
    let place = replay.place
    for (let round = place?.round ?? 0; ; round++) {
      const { cascades, span, totals } = await openRound(round)
      signal.throwIfAborted()
      const epoch = place?.epoch ?? Math.floor(clock.now() / 1_000 - lead(span, options.speed))
      if (epoch < MIN_EVENT_TIME)
        throw new InputError(
          replay.folder ?? replay.label,
          null,
          `these cascades take ${Math.round(span / YEAR_SECONDS)} years of event time and would begin before the year 2000: choose order time or a smaller start gap`
        )
      const playback = new Playback(cascades)
      playback.skip(place?.taken ?? 0)
      await tracker.begin({ round, taken: playback.taken, epoch }, totals)
      // Each round is a source of its own, with new cascades.
      const label = round === 0 ? replay.label : `${replay.label}-${round + 1}`
      const { speed } = options
      await play({
        playback,
        source: label,
        label,
        provenance: replay.provenance,
        epoch,
        speed,
        streamWriter,
        clock,
        signal,
        onSent: tracker.sent
      })
      if (options.kind === 'simulation' || !options.isLooped) return
      place = null
    }
  } finally {
    await tracker.close()
  }
}

interface Round {
  readonly cascades: Iterable<ScheduledCascade>
  /** Seconds of event time from the first post to the last event. */
  readonly span: number
  readonly totals: Pick<ReplayProgress, 'totalEvents' | 'totalCascades'>
}

function readRounds(
  parts: RunReplayParts,
  replay: Replay,
  options: FolderReplayOptions
): (round: number) => Promise<Round> {
  let packed: PackedCascades | undefined
  return async round => {
    // Imported with the first replay, so that a service without replays does not load the table reader.
    const { packCascadeFolder } = await import('./packed-cascades.ts')
    if (packed === undefined) {
      packed = await packCascadeFolder(replay.folder!)
      await checkContent(parts, replay, packed.digest)
    }
    const cascades = scheduleCascades(packed, options, round)
    const span = spanOf(cascades)
    const totalEvents = cascades.reduce((sum, { times }) => sum + times.length, 0)
    return { cascades, span, totals: { totalEvents, totalCascades: cascades.length } }
  }
}

/** The stored position counts events of the folder, so its content must not have changed. Throws InputError. */
async function checkContent(
  { replays, owner }: RunReplayParts,
  { id, folder, place, content }: Replay,
  digest: string
): Promise<void> {
  if (content === digest) return
  if (content !== null && place !== null)
    throw new InputError(
      folder!,
      null,
      'the cascades have changed since this replay began, so it cannot resume: start another replay'
    )
  await replays.noteContent(id, owner, digest)
}

function simulateRounds({ seed, postsPerHour }: SimulationOptions): () => Promise<Round> {
  return async () => ({
    cascades: simulateCascades(seed, postsPerHour),
    span: SIMULATED_LEAD_SECONDS,
    totals: { totalEvents: null, totalCascades: null }
  })
}

/** How long ago a round of `span` seconds of event time must begin, so that its last event is not in the future. */
function lead(span: number, speed: number | 'max'): number {
  return speed === 'max' ? span : Math.max(0, span - span / speed)
}

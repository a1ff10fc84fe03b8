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
/** A simulation faster than the clock begins so long ago, and goes at the clock's speed once it has caught up. */
const SIMULATED_LEAD_SECONDS = 30 * 86_400

/**
 * Plays a replay from where it stands to its end. Event times lie in the past: a round ends about now. What was sent after
 * the last note of the place is sent again by the next owner, event for event, and dropped as a duplicate.
 * Throws InputError for a bad folder and for one that has changed since the replay began, ReplayTaken, or what `signal` was aborted with.
 */
export async function runReplay(parts: RunReplayParts, replay: Replay): Promise<void> {
  const { streamWriter, clock } = parts
  const options = JSON.parse(replay.options) as ReplayOptions
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
          `these cascades take ${Math.round(span / YEAR_SECONDS)} years and would begin before the year 2000: choose order time, or a smaller start gap`
        )
      const playback = new Playback(cascades)
      playback.skip(place?.taken ?? 0)
      await tracker.begin({ round, taken: playback.taken, epoch }, totals)
      // Each round has a time of its own, and cascades of its own.
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
  /** Seconds of event time that are to lie in the past, at most. */
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
    // Loaded with the first replay: a service that replays nothing keeps no reader of tables.
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

/** Where it stands is counted in events of the folder: of another content those would be others. Throws InputError. */
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
      'the cascades have changed since this replay began, so it cannot continue where it was: start another replay'
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

/** How long ago a round that takes `span` of event time must begin to end now, when it is over. */
function lead(span: number, speed: number | 'max'): number {
  return speed === 'max' ? span : Math.max(0, span - span / speed)
}

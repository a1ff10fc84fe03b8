import type { Clock } from '../../ports/clock.ts'
import type { EventStream } from '../../ports/stream.ts'
import { sliceOf } from '../../predictors/cascade-size/observation-input.ts'
import type { Predictions } from '../../stores/predictions.ts'
import type { Cascades } from '../rows/cascades.ts'
import type { Checkpoints } from '../rows/checkpoints.ts'
import type { ReplayForecasts } from '../rows/replay-forecasts.ts'
import type { Replay, ReplayProgress, Replays } from '../rows/replays.ts'
import type { CascadeStore } from './cascade-cache.ts'
import type { Changes, PartitionState } from './changes.ts'
import { COLLECTOR_GROUP, toSubmission } from './checkpoint.ts'
import { Partition } from './partition.ts'
import type { PartitionSettings } from './partition-settings.ts'
import { checkRange, fixRanges } from './replay-ranges.ts'

export interface ReplayTopicParts {
  readonly stream: Pick<EventStream, 'read' | 'ends' | 'partitioner'>
  readonly checkpoints: Pick<Checkpoints, 'of'>
  readonly cascades: Pick<Cascades, 'load' | 'ownersOf'>
  readonly predictions: Pick<Predictions, 'figures'>
  readonly replays: Pick<Replays, 'advance' | 'noteBefore'>
  readonly replayForecasts: Pick<ReplayForecasts, 'submit'>
  readonly clock: Clock
  readonly owner: string
  readonly predictor: string
  readonly topic: string
  readonly settings: PartitionSettings
}

/** The replay was stopped, or another owner claimed it after its lease expired. */
export class ReplayLost extends Error {
  override readonly name = 'ReplayLost'
}

export const LEASE_SECONDS = 10
const RECORDS = 1_000
/** Maximum number of unfinished predictions in the service before a replay submits more: live traffic has priority. */
const MAX_UNFINISHED = 200
const SUBMISSIONS = 50
const NOTE_MILLISECONDS = 1_000
const WAIT_MILLISECONDS = 200

// A replay reads only the recorded events, and evicts nothing before its end.
const emptyCascadeStore: CascadeStore = {
  load: async () => [],
  due: async () => [],
  firstDue: async () => new Map(),
  journal: async () => []
}

/**
 * Reads the topic up to its end when the replay began, one partition after another, as a collector does. Submits a
 * prediction by the replay's version for each window that passes, and has no other effect. After a kill it starts the
 * partition again and skips the predictions that were submitted before. Memory: one partition's open cascades.
 * Throws ReplayLost, TopicReplaced, or the abort reason of `signal`.
 */
export async function replayTopic(
  parts: ReplayTopicParts,
  replay: Replay,
  signal: AbortSignal
): Promise<void> {
  const { clock, owner, replays, predictions } = parts
  const ranges = await fixRanges(parts, replay)
  const totalEvents = ranges.reduce((sum, { first, next }) => sum + next - first, 0)
  let place = replay.place ?? { round: 0, taken: 0, epoch: 0 }
  let progress: ReplayProgress = { ...replay.progress, totalEvents }
  let notedAt = Number.NEGATIVE_INFINITY

  async function note(isForced = false): Promise<void> {
    signal.throwIfAborted()
    if (!isForced && clock.monotonic() - notedAt < NOTE_MILLISECONDS) return
    if (!(await replays.advance(replay.id, owner, LEASE_SECONDS, place, progress)))
      throw new ReplayLost(`replay ${replay.id} was stopped or taken over`)
    notedAt = clock.monotonic()
  }

  async function waitForRoom(): Promise<void> {
    for (;;) {
      await note()
      const { queued, running } = await predictions.figures()
      if (queued + running < MAX_UNFINISHED) return
      await clock.sleep(WAIT_MILLISECONDS, signal)
    }
  }

  // Events in another partition than their cascade were forwarded by the collector, so they are not forwarded again.
  const routing = {
    homeOf: await parts.stream.partitioner(parts.topic),
    ownersOf: parts.cascades.ownersOf,
    forward: async () => {}
  }
  await note(true)
  for (const range of ranges.slice(place.round)) {
    const { partition, first, next } = range
    await checkRange(parts, range)
    const reader = await Partition.open(
      partition,
      {
        settings: { ...parts.settings, laterAges: [], maxResidentEvents: Number.POSITIVE_INFINITY },
        cascadeStore: emptyCascadeStore,
        routing,
        clock,
        hasRoom: () => false
      },
      { position: first, state: null }
    )
    while (reader.position < next) {
      await note()
      const read = await parts.stream.read(parts.topic, partition, reader.position, RECORDS)
      const records = read.filter(({ position }) => position < next)
      if (records.length === 0) break
      await reader.apply(records)
      await submit(reader)
    }
    // Checked again: a topic that was created again meanwhile may have no records at the position.
    await checkRange(parts, range)
    await catchUp(parts, reader)
    await submit(reader)
    place = { ...place, round: place.round + 1 }
    progress = { ...progress, events: progress.events + next - first }
    await note(true)
  }

  async function submit(reader: Partition): Promise<void> {
    const changes = reader.takeChanges(true)
    reader.evict()
    for (let at = 0; at < changes.forecasts.length; at += SUBMISSIONS) {
      await waitForRoom()
      const wanted = await keepKnown(parts, changes, changes.forecasts.slice(at, at + SUBMISSIONS))
      const pinned = wanted.map(window => ({
        ...toSubmission(parts.predictor, window),
        slice: sliceOf(window),
        pinnedVersion: replay.model
      }))
      const submitted = await parts.replayForecasts.submit(replay.id, pinned)
      progress = { ...progress, cascades: progress.cascades + submitted }
    }
  }
}

/** Advances the sources to the watermarks of the collector: those that moved because a source was silent are not on the topic. */
async function catchUp(parts: ReplayTopicParts, reader: Partition): Promise<void> {
  const places = await parts.checkpoints.of(COLLECTOR_GROUP, parts.topic)
  const text = places.find(({ partition }) => partition === reader.number)?.state
  if (!text) return
  const { timelines }: PartitionState = JSON.parse(text)
  for (const [name, timeline] of reader.timelines()) timeline.advanceTo(timelines[name]?.watermark ?? 0)
  await reader.advance()
}

/** Keeps the windows of cascades that are stored, not deleted, and read here from their beginning. */
async function keepKnown(
  { cascades }: ReplayTopicParts,
  { records }: Changes,
  windows: Changes['forecasts']
): Promise<Changes['forecasts']> {
  const origins = new Map(records.map(({ id, origin }) => [id, origin]))
  const loaded = await cascades.load([...new Set(windows.map(({ cascadeId }) => cascadeId))])
  const known = new Map(loaded.map(({ id, record }) => [id, record]))
  return windows.filter(({ cascadeId }) => {
    const record = known.get(cascadeId)
    return record != null && record.origin === origins.get(cascadeId)
  })
}

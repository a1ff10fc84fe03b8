import type { Clock } from '../../ports/clock.ts'
import type { Log } from '../../ports/log.ts'
import type { Metrics } from '../../ports/metrics.ts'
import type { EventStream, StreamMessage } from '../../ports/stream.ts'
import type { Checkpoint } from '../rows/checkpoints.ts'
import type { PartitionState } from './changes.ts'
import { type CheckpointParts, COLLECTOR_GROUP, writeCheckpoint } from './checkpoint.ts'
import { counterNames } from './counters.ts'
import { ExtraRoom } from './extra-room.ts'
import { OwnedPartition } from './owned-partition.ts'
import { Partition } from './partition.ts'
import type { PartitionSettings } from './partition-settings.ts'
import { ReadProof } from './read-proof.ts'
import { buildTakePartitions } from './take-partitions.ts'
import { advanceSilent } from './timeline.ts'
import { Turns } from './turns.ts'

interface CollectorParts extends CheckpointParts {
  readonly stream: EventStream
  readonly clock: Clock
  readonly log: Log
  readonly metrics: Metrics
  readonly settings: CollectorSettings
}

interface CollectorSettings extends PartitionSettings {
  /** Maximum number of unfinished predictions, before the collector stops reading until they are fewer. */
  readonly maxBacklog: number
  readonly checkpointMilliseconds: number
  readonly effectMilliseconds: number
  readonly wholeMilliseconds: number
  readonly maxAhead: number
}

export interface Collector {
  /** Partitions owned by this process. */
  readonly partitions: readonly number[]
  /** Whether reading is paused until fewer predictions wait. */
  readonly isCongested: boolean
  /** Partitions with a batch that could not be decoded in the last 15 minutes. */
  readonly damagedPartitions: readonly number[]
  close(): Promise<void>
}

/** The settings that are not configurable. */
export const usualPace = {
  effectMilliseconds: 50,
  wholeMilliseconds: 10_000,
  maxAhead: 100_000,
  rowsWrittenAtOnce: 200,
  maxJournaledEvents: 300_000
} as const satisfies Partial<CollectorSettings>

const TICK_MILLISECONDS = 50
const PROOF_MILLISECONDS = 500
const WATCH_MILLISECONDS = 1_000
const CLOSE_MILLISECONDS = 10_000
const RECORDS_READ_AGAIN = 1_000
const DAMAGE_SHOWN_MILLISECONDS = 900_000
/** Maximum number of rows that concurrent checkpoints write together. */
const MAX_ROWS_BEING_WRITTEN = 20_000

/**
 * Reads the events topic, groups events into cascades and submits a prediction when a window passes. Several collectors
 * share the partitions. Each writes its changes together with its position (see checkpoint.ts).
 */
export async function startCollector(parts: CollectorParts): Promise<Collector> {
  const { stream, clock, log, metrics, settings, checkpoints, cascades, predictions, topics } = parts
  const owned = new Map<number, OwnedPartition>()
  const proofs = new Map<number, ReadProof>()
  /** Positions of the last checkpoints, by partition; includes revoked partitions. */
  const stored = new Map<number, number>()
  /** Time of the last batch that could not be decoded, by partition. */
  const damagedAt = new Map<number, number>()
  const ending = new AbortController()
  const turns = new Turns(MAX_ROWS_BEING_WRITTEN)
  const room = new ExtraRoom(settings.maxBacklog)
  let isCongested = false
  const eventsTotal = metrics.counter(
    'groundswell_collector_total',
    'Stream messages, cascades and windows by result.',
    ['what']
  )
  const windowLag = metrics.histogram(
    'groundswell_collector_window_lag_seconds',
    'Seconds from the time the watermark passed a window until its prediction was accepted.'
  )
  const resident = metrics.gauge('groundswell_collector_resident_events', 'Events of cascades in memory.')

  const takePartitions = buildTakePartitions(parts)

  async function open(number: number, from: Checkpoint | null): Promise<Partition> {
    const routing = {
      homeOf: await stream.partitioner(topics.events),
      ownersOf: cascades.ownersOf,
      forward: (partition: number, messages: readonly StreamMessage[]) =>
        stream.append(topics.events, messages, { partition })
    }
    const state: PartitionState | null = from?.state ? JSON.parse(from.state) : null
    const position = from?.position ?? 0
    const partitionParts = { settings, cascadeStore: cascades, clock, routing, hasRoom: room.take }
    return Partition.open(number, partitionParts, { position, state })
  }

  /** Opens the partition at its last checkpoint and applies the records from there to `until`. */
  async function reopen(number: number, until: number): Promise<Partition> {
    const checkpointKeys = await checkpoints.of(COLLECTOR_GROUP, topics.events)
    const from = checkpointKeys.find(({ partition }) => partition === number) ?? null
    const partition = await open(number, from)
    while (partition.position < until) {
      const records = await stream.read(topics.events, number, partition.position, RECORDS_READ_AGAIN)
      if (records.length === 0) break
      await partition.apply(records)
    }
    return partition
  }

  async function own(number: number, from: Checkpoint | null): Promise<OwnedPartition> {
    const partition = await open(number, from)
    let counted = { ...partition.counters }
    stored.set(number, partition.position)
    return new OwnedPartition(partition, {
      clock,
      log,
      everyMilliseconds: settings.checkpointMilliseconds,
      effectMilliseconds: settings.effectMilliseconds,
      wholeMilliseconds: settings.wholeMilliseconds,
      maxAhead: settings.maxAhead,
      turns,
      reopen: until => reopen(number, until),
      async write(position, changes) {
        await writeCheckpoint(parts, position, changes)
        const now = clock.now()
        for (const { passedAt } of changes.forecasts) windowLag.observe((now - passedAt) / 1_000)
        for (const what of counterNames) {
          const grown = changes.state.counters[what] - counted[what]
          if (grown > 0) eventsTotal.add(grown, { what })
          if (grown > 0 && what === 'undecodable') damagedAt.set(number, clock.monotonic())
        }
        counted = changes.state.counters
        stored.set(number, changes.position)
      }
    })
  }

  const consumer = await stream.subscribe({
    topic: topics.events,
    group: COLLECTOR_GROUP,
    async onAssigned(partitions) {
      const checkpointKeys = await takePartitions(COLLECTOR_GROUP, topics.events, partitions)
      const taken = await Promise.all(
        partitions.map(number => own(number, checkpointKeys.get(number) ?? null))
      )
      for (const each of taken) {
        owned.set(each.partition.number, each)
        proofs.set(each.partition.number, new ReadProof())
      }
      return new Map(taken.map(({ partition }) => [partition.number, partition.position]))
    },
    async onRevoked(partitions) {
      await Promise.all(partitions.map(number => owned.get(number)?.close(CLOSE_MILLISECONDS)))
      for (const number of partitions) {
        owned.delete(number)
        proofs.delete(number)
      }
    },
    storedPosition: number => stored.get(number),
    async onBatch(number, records) {
      while (isCongested && !ending.signal.aborted) await clock.sleep(TICK_MILLISECONDS, ending.signal)
      await owned.get(number)?.take(records)
    }
  })

  /** The timelines of a partition by source, with the time until which it was read to the end. */
  function listTimelines(partition: Partition) {
    const proof = proofs.get(partition.number)
    const now = clock.monotonic()
    if (proof?.notePosition(partition.position))
      for (const [, timeline] of partition.timelines()) timeline.restartSilence(now)
    const readUntil = proof?.readUntil(now) ?? null
    return Array.from(partition.timelines(), ([source, timeline]) => ({ source, timeline, readUntil }))
  }

  /** Compares the ends of the partitions with what was read. While the stream is unavailable, event time stays. */
  async function proveReading(): Promise<void> {
    while (!ending.signal.aborted) {
      try {
        const at = clock.monotonic()
        for (const end of await stream.ends(topics.events)) proofs.get(end.partition)?.noteEnd(at, end)
        for (const [number, proof] of proofs) {
          const position = owned.get(number)?.partition.position
          if (position === undefined || !proof.isSlow(clock.monotonic())) continue
          if ((await stream.read(topics.events, number, position, 1)).length === 0) proof.noteNothingLeft()
        }
      } catch (cause) {
        log.debug('the ends of the partitions could not be read; event time waits', { cause })
      }
      await clock.sleep(PROOF_MILLISECONDS, ending.signal)
    }
  }

  async function tick(): Promise<void> {
    while (!ending.signal.aborted) {
      const all = [...owned.values()]
      const timelines = all.flatMap(({ partition }) => listTimelines(partition))
      const bySource = Map.groupBy(timelines, ({ source }) => source)
      const maxTime = clock.now() / 1_000 + settings.futureSeconds
      for (const ofOne of bySource.values()) advanceSilent(ofOne, maxTime)
      await Promise.all(all.map(each => each.tick()))
      resident.set(all.reduce((sum, { partition }) => sum + partition.residentEvents, 0))
      await clock.sleep(TICK_MILLISECONDS, ending.signal)
    }
  }

  /** Watches what other processes change: deleted cascades, new forecasts and the backlog of predictions. */
  async function watch(): Promise<void> {
    let since = clock.now()
    while (!ending.signal.aborted) {
      try {
        const now = clock.now()
        const ids = await cascades.forgotten(since - 2 * WATCH_MILLISECONDS)
        const noted = await cascades.notedForecasts([...owned.keys()], since - 2 * WATCH_MILLISECONDS)
        since = now
        if (noted.length > 0) await Promise.all([...owned.values()].map(each => each.noteForecasts(noted)))
        if (ids.length > 0) await Promise.all([...owned.values()].map(each => each.forget(ids)))
        const { queued, running } = await predictions.figures(parts.predictor)
        isCongested = queued + running > settings.maxBacklog
        room.note(queued + running)
      } catch (cause) {
        log.warn('deleted cascades, new forecasts and the backlog could not be read; retrying', { cause })
      }
      await clock.sleep(WATCH_MILLISECONDS, ending.signal)
    }
  }

  const running = Promise.all([tick(), watch(), proveReading()])
  return {
    get isCongested() {
      return isCongested
    },
    get partitions() {
      return [...owned.keys()].sort((left, right) => left - right)
    },
    get damagedPartitions() {
      const since = clock.monotonic() - DAMAGE_SHOWN_MILLISECONDS
      const recent = [...damagedAt].filter(([, at]) => at > since)
      return recent.map(([partition]) => partition).sort((left, right) => left - right)
    },
    async close() {
      ending.abort()
      await consumer.close()
      await running
    }
  }
}

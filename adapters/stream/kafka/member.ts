import { type Consumer, type EachBatchPayload, type Kafka, PartitionAssigners } from 'kafkajs'
import type { Clock } from '../../../ports/clock.ts'
import type { Log } from '../../../ports/log.ts'
import { buildBackoff } from '../../../ports/retry/backoff.ts'
import { retry } from '../../../ports/retry/retry.ts'
import type { RetryPolicy } from '../../../ports/retry/retry-policy.ts'
import type { StreamConsumer, StreamSubscription } from '../../../ports/stream.ts'
import { clientRetry } from './client.ts'
import { buildCommitter, type OwnedLane } from './committer.ts'
import { typeOf } from './failures.ts'
import { type Coordinator, followCluster } from './follow-cluster.ts'
import { buildLane, type Lane, type LaneBudget } from './lane.ts'
import type { DecodedMessage } from './records/message.ts'
import { toRecord } from './to-record.ts'

/** A silent member's partitions go to others after this long; it has as long to let go of what it must give away. */
const SESSION_MILLISECONDS = 6_000
const HEARTBEAT_MILLISECONDS = 1_000
const REBALANCE_MILLISECONDS = 30_000
/** How long a fetch waits for messages: a partition taken over meanwhile waits as long. */
const FETCH_MILLISECONDS = 250
const COMMIT_MILLISECONDS = 1_000
/** A coordinator that is away holds up no rebalance for longer. */
const LAST_COMMIT_MILLISECONDS = 1_000
/** Partitions that are added are read after so long. */
const METADATA_MILLISECONDS = 10_000
const REJOIN_RETRY: RetryPolicy = { firstDelayMs: 100, maxDelayMs: 500 }
const ASSIGN_RETRY: RetryPolicy = { firstDelayMs: 100, maxDelayMs: 500 }
const FIRST_JOIN_RETRY: RetryPolicy = { firstDelayMs: 2_000, maxDelayMs: 4_000, maxAttempts: 5 }
/** Within one try to join: a try that fails soon is made again soon. */
const RETRIES = 2
const SHUTDOWN_MILLISECONDS = 5_000

/**
 * A member of a consumer group. The client only fetches; batches wait in lanes, so that a slow subscriber costs no
 * heartbeat. Rejects when the group cannot be joined at first; later it joins again by itself.
 */
export async function startMember(options: {
  readonly kafka: Kafka
  readonly subscription: StreamSubscription
  readonly firstPositions: () => Promise<ReadonlyMap<number, number>>
  readonly clock: Clock
  readonly log: Log
}): Promise<StreamConsumer> {
  const { kafka, subscription, firstPositions, clock } = options
  const { topic, group } = subscription
  const log = options.log.child({ topic, group })
  const lanes = new Map<number, Lane>()
  const budget: LaneBudget = { largeCharacters: 0 }
  const closing = new AbortController()
  const committer = buildCommitter({
    consumer: () => consumer,
    topic,
    storedPosition: subscription.storedPosition,
    log
  })
  let assigning: { readonly ended: Promise<void>; stop(): void } | null = null
  let memberId: string | null = null
  let formerId: string | null = null
  /** A consumer that crashes while it joins is followed by whoever has it join, and by nobody else. */
  let isJoining = true
  let consumer = buildConsumer()
  await joinAtFirst()
  isJoining = false
  const committing = commitNowAndThen()

  function buildConsumer(): Consumer {
    const built = kafka.consumer({
      groupId: group,
      allowAutoTopicCreation: false,
      sessionTimeout: SESSION_MILLISECONDS,
      heartbeatInterval: HEARTBEAT_MILLISECONDS,
      rebalanceTimeout: REBALANCE_MILLISECONDS,
      maxWaitTimeInMs: FETCH_MILLISECONDS,
      metadataMaxAge: METADATA_MILLISECONDS,
      partitionAssigners: [
        assignment => {
          followCluster(assignment.cluster, {
            beforeJoining: letGo,
            onCoordinator: leaveAsBefore,
            onPositionReset: partitions => takeOverAgain(built, partitions)
          })
          return PartitionAssigners.roundRobin(assignment)
        }
      ],
      // It starts again by itself only after some failures, and as the same member: we do it after all.
      retry: { ...clientRetry, retries: RETRIES, restartOnFailure: async () => false }
    })
    built.on(built.events.GROUP_JOIN, ({ payload }) => {
      memberId = payload.memberId
      takeOver(built, payload.memberAssignment[topic] ?? [])
    })
    built.on(built.events.CRASH, ({ payload }) => void startAgain(built, payload.error))
    return built
  }

  /** A coordinator that is only just starting is not away: the client itself gives up on it at once. */
  async function joinAtFirst(): Promise<void> {
    const attemptToJoin = async (attempt: number) => {
      if (attempt > 1) consumer = buildConsumer()
      await join().catch(async error => {
        await consumer.disconnect().catch(() => {})
        throw error
      })
    }
    await retry(attemptToJoin, { policy: FIRST_JOIN_RETRY, clock, isRetryable: () => true })
  }

  async function join(): Promise<void> {
    const joining = consumer
    let crash: Error | null = null
    const stopListening = joining.on(joining.events.CRASH, ({ payload }) => {
      crash = payload.error
    })
    await joining.connect()
    await joining.subscribe({ topic, fromBeginning: true })
    await joining.run({ autoCommit: false, eachBatch: onFetched })
    stopListening()
    if (crash) throw crash
  }

  async function startAgain(lost: Consumer, error: Error): Promise<void> {
    if (isJoining || consumer !== lost || closing.signal.aborted) return
    isJoining = true
    log.warn('stream consumer lost its group, joining again', { error })
    formerId = memberId ?? formerId
    memberId = null
    await letGo()
    const backoff = buildBackoff(REJOIN_RETRY, { clock })
    while (isJoining) {
      await backoff.wait(closing.signal)
      if (closing.signal.aborted) return
      consumer = buildConsumer()
      const joining = consumer
      try {
        await join()
        isJoining = false
        log.info('stream consumer joined again')
      } catch (cause) {
        log.debug('group cannot be joined yet', { error: cause })
        formerId = memberId ?? formerId
        memberId = null
        await joining.disconnect().catch(() => {})
      }
    }
  }

  /**
   * Called before the first fetch of an assignment: nothing is fetched until the subscriber has said from where. `lost`:
   * lanes of these partitions to close first.
   */
  function takeOver(by: Consumer, partitions: readonly number[], lost: readonly OwnedLane[] = []): void {
    if (by !== consumer || closing.signal.aborted) return
    by.pause([{ topic, partitions: [...partitions] }])
    for (const [partition] of lost) lanes.delete(partition)
    const before = assigning
    const stopping = new AbortController()
    const work = async () => {
      await before?.ended
      await release(lost)
      await assign(by, partitions, stopping.signal)
    }
    assigning = {
      ended: work(),
      stop() {
        before?.stop()
        stopping.abort()
      }
    }
  }

  /** The topic no longer holds what these would read next: it was made anew, or its oldest messages have expired. */
  function takeOverAgain(by: Consumer, partitions: readonly number[]): void {
    const lost = [...lanes].filter(([partition]) => partitions.includes(partition))
    if (lost.length === 0) return
    // The client has committed that there is no position.
    committer.clear()
    takeOver(
      by,
      lost.map(([partition]) => partition),
      lost
    )
  }

  async function assign(by: Consumer, partitions: readonly number[], signal: AbortSignal): Promise<void> {
    if (partitions.length === 0) return
    const backoff = buildBackoff(ASSIGN_RETRY, { clock })
    while (!signal.aborted) {
      try {
        const oldest = await firstPositions()
        const begins = await subscription.onAssigned(partitions)
        for (const partition of partitions) {
          const begin = Math.max(begins.get(partition) ?? 0, oldest.get(partition) ?? 0)
          lanes.set(partition, openLane(by, partition, begin))
          if (signal.aborted) continue
          by.seek({ topic, partition, offset: String(begin) })
          by.resume([{ topic, partitions: [partition] }])
        }
        return
      } catch (error) {
        log.warn('partitions could not be taken over', { partitions: partitions.length, error })
        await backoff.wait(signal)
      }
    }
  }

  function openLane(by: Consumer, partition: number, begin: number): Lane {
    const place = [{ topic, partitions: [partition] }]
    return buildLane({
      partition,
      begin,
      clock,
      log,
      budget,
      onBatch: subscription.onBatch,
      pause: () => by.pause(place),
      resume: () => by.resume(place)
    })
  }

  /** Who we were before counts as a member until its session is over, and the group would wait for it. */
  async function leaveAsBefore(coordinator: Coordinator): Promise<void> {
    if (formerId === null) return
    const former = formerId
    await coordinator
      .leaveGroup({ groupId: group, memberId: former })
      .catch(error => {
        if (typeOf(error) !== 'UNKNOWN_MEMBER_ID') throw error
      })
      .then(() => {
        formerId = null
      })
      .catch(error => log.debug('the previous membership was not given up', { error }))
  }

  async function onFetched({ batch }: EachBatchPayload): Promise<void> {
    const { partition } = batch
    // They come from our own decoder (patch-kafkajs.ts).
    const messages = batch.messages as readonly unknown[] as readonly DecodedMessage[]
    const records = messages.map(message => toRecord(partition, message)).filter(record => record !== null)
    lanes.get(partition)?.push(records, Number(batch.lastOffset()) + 1)
  }

  /** Resolves once nothing of ours is being handled and the subscriber knows. Never rejects. */
  async function letGo(): Promise<void> {
    assigning?.stop()
    await assigning?.ended
    assigning = null
    const ours = [...lanes]
    lanes.clear()
    await release(ours)
    if (ours.length === 0) return
    await limit(committer.commit(ours), LAST_COMMIT_MILLISECONDS)
    committer.clear()
  }

  /** Never rejects. */
  async function release(ours: readonly OwnedLane[]): Promise<void> {
    await Promise.all(ours.map(([, lane]) => lane.close()))
    if (ours.length === 0) return
    try {
      await subscription.onRevoked(ours.map(([partition]) => partition))
    } catch (error) {
      log.error('revoked partitions were not let go', { error })
    }
  }

  async function limit(work: Promise<void>, milliseconds: number): Promise<void> {
    const isOver = new AbortController()
    await Promise.race([work, clock.sleep(milliseconds, isOver.signal)])
    isOver.abort()
  }

  async function commitNowAndThen(): Promise<void> {
    while (!closing.signal.aborted) {
      await clock.sleep(COMMIT_MILLISECONDS, closing.signal)
      if (!closing.signal.aborted) await committer.commit(lanes)
    }
  }

  return {
    async close() {
      if (closing.signal.aborted) return
      closing.abort()
      await committing
      const shutdown = (async () => {
        await letGo()
        await consumer.disconnect()
      })()
      await limit(
        shutdown.catch(error => log.debug('stream consumer did not leave', { error })),
        SHUTDOWN_MILLISECONDS
      )
    }
  }
}

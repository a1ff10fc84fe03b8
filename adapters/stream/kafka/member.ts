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

/** The broker reassigns the partitions of a silent member after this time. */
const SESSION_MILLISECONDS = 6_000
const HEARTBEAT_MILLISECONDS = 1_000
const REBALANCE_MILLISECONDS = 30_000
/** Maximum time that a fetch waits for messages. A newly assigned partition may wait as long. */
const FETCH_WAIT_MILLISECONDS = 250
const COMMIT_INTERVAL_MILLISECONDS = 1_000
/** Limits how long an unavailable coordinator delays a rebalance. */
const LAST_COMMIT_TIMEOUT_MILLISECONDS = 1_000
/** Time after which added partitions are noticed. */
const METADATA_MILLISECONDS = 10_000
const REJOIN_RETRY: RetryPolicy = { firstDelayMs: 100, maxDelayMs: 500 }
const ASSIGN_RETRY: RetryPolicy = { firstDelayMs: 100, maxDelayMs: 500 }
const FIRST_JOIN_RETRY: RetryPolicy = { firstDelayMs: 2_000, maxDelayMs: 4_000, maxAttempts: 5 }
/** Retries of the client within one attempt to join. */
const CLIENT_RETRIES = 2
const SHUTDOWN_TIMEOUT_MILLISECONDS = 5_000

/**
 * Starts a member of a consumer group. The client only fetches, and batches wait in lanes, so that a slow subscriber does
 * not delay heartbeats. Rejects if it cannot join the group at first. After a later loss it rejoins automatically.
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
  let previousId: string | null = null
  /** While true, only the code that joins handles a crash of the consumer. */
  let isJoining = true
  let consumer = buildConsumer()
  await joinFirst()
  isJoining = false
  const committing = commitPeriodically()

  function buildConsumer(): Consumer {
    const built = kafka.consumer({
      groupId: group,
      allowAutoTopicCreation: false,
      sessionTimeout: SESSION_MILLISECONDS,
      heartbeatInterval: HEARTBEAT_MILLISECONDS,
      rebalanceTimeout: REBALANCE_MILLISECONDS,
      maxWaitTimeInMs: FETCH_WAIT_MILLISECONDS,
      metadataMaxAge: METADATA_MILLISECONDS,
      partitionAssigners: [
        assignment => {
          followCluster(assignment.cluster, {
            beforeJoining: releaseAll,
            onCoordinator: leavePreviousMembership,
            onPositionReset: partitions => reassign(built, partitions)
          })
          return PartitionAssigners.roundRobin(assignment)
        }
      ],
      // The client restarts only after some errors. We rejoin after every error, as a new member.
      retry: { ...clientRetry, retries: CLIENT_RETRIES, restartOnFailure: async () => false }
    })
    built.on(built.events.GROUP_JOIN, ({ payload }) => {
      memberId = payload.memberId
      startAssigning(built, payload.memberAssignment[topic] ?? [])
    })
    built.on(built.events.CRASH, ({ payload }) => void rejoin(built, payload.error))
    return built
  }

  /** Retries the first join: the client gives up at once if the coordinator is still starting. */
  async function joinFirst(): Promise<void> {
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

  async function rejoin(lost: Consumer, error: Error): Promise<void> {
    if (isJoining || consumer !== lost || closing.signal.aborted) return
    isJoining = true
    log.warn('stream consumer left its group, rejoining', { error })
    previousId = memberId ?? previousId
    memberId = null
    await releaseAll()
    const backoff = buildBackoff(REJOIN_RETRY, { clock })
    while (isJoining) {
      await backoff.wait(closing.signal)
      if (closing.signal.aborted) return
      consumer = buildConsumer()
      const joining = consumer
      try {
        await join()
        isJoining = false
        log.info('stream consumer rejoined')
      } catch (cause) {
        log.debug('group cannot be joined yet', { error: cause })
        previousId = memberId ?? previousId
        memberId = null
        await joining.disconnect().catch(() => {})
      }
    }
  }

  /**
   * Runs before the first fetch of an assignment. It pauses the partitions until the subscriber has returned its positions.
   * `lost`: lanes of these partitions that must be closed first.
   */
  function startAssigning(
    by: Consumer,
    partitions: readonly number[],
    lost: readonly OwnedLane[] = []
  ): void {
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

  /** The topic no longer has the next messages of these partitions: it was recreated, or the messages have expired. */
  function reassign(by: Consumer, partitions: readonly number[]): void {
    const lost = [...lanes].filter(([partition]) => partitions.includes(partition))
    if (lost.length === 0) return
    // The client has overwritten the committed positions.
    committer.clear()
    startAssigning(
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
        log.warn('partitions could not be assigned and are retried', { partitions: partitions.length, error })
        await backoff.wait(signal)
      }
    }
  }

  function openLane(by: Consumer, partition: number, begin: number): Lane {
    const topicPartition = [{ topic, partitions: [partition] }]
    return buildLane({
      partition,
      begin,
      clock,
      log,
      budget,
      onBatch: subscription.onBatch,
      pause: () => by.pause(topicPartition),
      resume: () => by.resume(topicPartition)
    })
  }

  /** Leaves the group under the previous member id. Otherwise a rebalance would wait until its session expires. */
  async function leavePreviousMembership(coordinator: Coordinator): Promise<void> {
    if (previousId === null) return
    const leavingId = previousId
    await coordinator
      .leaveGroup({ groupId: group, memberId: leavingId })
      .catch(error => {
        if (typeOf(error) !== 'UNKNOWN_MEMBER_ID') throw error
      })
      .then(() => {
        previousId = null
      })
      .catch(error => log.debug('could not leave the group under the previous member id', { error }))
  }

  async function onFetched({ batch }: EachBatchPayload): Promise<void> {
    const { partition, messages }: { partition: number; messages: readonly unknown[] } = batch
    // Our own decoder has made them (patch-kafkajs.ts).
    const decoded = messages as readonly DecodedMessage[]
    const records = decoded.map(message => toRecord(partition, message)).filter(record => record !== null)
    lanes.get(partition)?.push(records, Number(batch.lastOffset()) + 1)
  }

  /** Releases all partitions: resolves once no batch is being handled and the subscriber was notified. Never rejects. */
  async function releaseAll(): Promise<void> {
    assigning?.stop()
    await assigning?.ended
    assigning = null
    const revoked = [...lanes]
    lanes.clear()
    await release(revoked)
    if (revoked.length === 0) return
    await waitAtMost(committer.commit(revoked), LAST_COMMIT_TIMEOUT_MILLISECONDS)
    committer.clear()
  }

  /** Never rejects. */
  async function release(revoked: readonly OwnedLane[]): Promise<void> {
    await Promise.all(revoked.map(([, lane]) => lane.close()))
    if (revoked.length === 0) return
    try {
      await subscription.onRevoked(revoked.map(([partition]) => partition))
    } catch (error) {
      log.error('partitions could not be revoked', { error })
    }
  }

  async function waitAtMost(work: Promise<void>, milliseconds: number): Promise<void> {
    const isOver = new AbortController()
    await Promise.race([work, clock.sleep(milliseconds, isOver.signal)])
    isOver.abort()
  }

  async function commitPeriodically(): Promise<void> {
    while (!closing.signal.aborted) {
      await clock.sleep(COMMIT_INTERVAL_MILLISECONDS, closing.signal)
      if (!closing.signal.aborted) await committer.commit(lanes)
    }
  }

  return {
    async close() {
      if (closing.signal.aborted) return
      closing.abort()
      await committing
      const shutdown = (async () => {
        await releaseAll()
        await consumer.disconnect()
      })()
      await waitAtMost(
        shutdown.catch(error => log.debug('stream consumer did not leave', { error })),
        SHUTDOWN_TIMEOUT_MILLISECONDS
      )
    }
  }
}

import type { Clock } from '../ports/clock.ts'
import type { Database } from '../ports/database.ts'
import type { Health } from '../ports/health.ts'
import type { Log } from '../ports/log.ts'
import type { Metrics } from '../ports/metrics.ts'
import type { JobQueue } from '../ports/queue.ts'
import type { EventStream } from '../ports/stream.ts'
import type { OutboxKind } from '../ports/tables.ts'
import type { DeadLetters } from '../stores/dead-letters.ts'
import type { Feed } from '../stores/feed.ts'
import type { Leases } from '../stores/leases.ts'
import type { Outbox } from '../stores/outbox.ts'
import { buildDestinations, type Destinations } from './destinations.ts'
import { type Periodic, startPeriodic } from './periodic.ts'
import { buildAppendMessages, buildPublishJobs } from './send.ts'

interface RelayParts {
  readonly database: Database
  readonly outbox: Outbox
  readonly deadLetters: Pick<DeadLetters, 'addWithin'>
  readonly feed: Feed
  readonly leases: Leases
  readonly queue: JobQueue
  readonly stream: EventStream
  readonly clock: Clock
  readonly log: Log
  readonly health: Health
  readonly metrics: Metrics
  /** Unique for this process: one relay at a time holds the lease. */
  readonly owner: string
}

interface Relay {
  close(): Promise<void>
}

export const RELAY_LEASE = 'relay'
const LEASE_SECONDS = 4
const RENEW_MILLISECONDS = 1000
// How often the outbox is polled, for rows of other processes and rows that become due.
const POLL_MILLISECONDS = 250
// Workers wait for jobs, people watch the feed. Under load, fewer and larger batches leave more to other writers.
const DEBOUNCE_MILLISECONDS = { job: 10, message: 10, feed: 40 } as const
// A run only starts the sending, so it ends at once.
const MIN_SEND_INTERVAL_MS = 10
const BATCH = 500

/**
 * Sends the rows of the outbox to their destinations, at least once, and deletes a row only after its destination has
 * stored it. One process at a time relays. Neither kinds nor destinations wait for one another.
 */
export function startRelay(parts: RelayParts): Relay {
  const { outbox, leases, clock, log, health, metrics, owner } = parts
  let isClosing = false
  let heldUntil = Number.NEGATIVE_INFINITY
  const holdsLease = () => clock.monotonic() < heldUntil
  const canContinue = () => holdsLease() && !isClosing
  const refused = metrics.counter(
    'groundswell_outbox_refused_total',
    'Messages that their destination refused and that became dead letters.',
    ['destination']
  )
  const common = { ...parts, refused, canContinue }
  const jobs = buildDestinations('job', buildPublishJobs(parts.queue), common)
  const messages = buildDestinations('message', buildAppendMessages(parts.stream), common)
  const relays: Readonly<Record<OutboxKind, Periodic>> = {
    job: start('job', () => sendDue(jobs), MIN_SEND_INTERVAL_MS),
    message: start('message', () => sendDue(messages), MIN_SEND_INTERVAL_MS),
    feed: start('feed', () => moveToFeed(parts))
  }
  const renewing = startPeriodic({
    name: 'relay lease',
    clock,
    log,
    health,
    everyMilliseconds: RENEW_MILLISECONDS,
    async run() {
      const until = clock.monotonic() + LEASE_SECONDS * 1000
      const wasHeld = holdsLease()
      heldUntil = (await leases.take(RELAY_LEASE, owner, LEASE_SECONDS)) ? until : Number.NEGATIVE_INFINITY
      if (!wasHeld && holdsLease()) for (const relay of Object.values(relays)) relay.wake()
      if (!holdsLease()) for (const destinations of [jobs, messages]) destinations.clearProblems()
      return 'done'
    }
  })
  const stopListening = outbox.onWake(kind => {
    relays[kind].wake()
    return holdsLease()
  })

  function start(kind: OutboxKind, relay: () => Promise<'more' | 'done'>, minIntervalMs = 0): Periodic {
    return startPeriodic({
      name: `relay of ${kind}s`,
      clock,
      log,
      health,
      everyMilliseconds: POLL_MILLISECONDS,
      debounceMilliseconds: DEBOUNCE_MILLISECONDS[kind],
      minIntervalMs,
      run: async () => (canContinue() ? relay() : 'done')
    })
  }

  return {
    async close() {
      isClosing = true
      stopListening()
      await Promise.all([renewing, ...Object.values(relays)].map(each => each.close()))
      await Promise.all([jobs.close(), messages.close()])
      await leases.drop(RELAY_LEASE, owner)
    }
  }
}

async function sendDue(to: Destinations): Promise<'done'> {
  await to.sendDue()
  return 'done'
}

async function moveToFeed({ database, outbox, feed, leases, owner }: RelayParts): Promise<'more' | 'done'> {
  const sequences = await outbox.dueFeedSequences(BATCH)
  if (sequences.length === 0) return 'done'
  await database.write(async transaction => {
    // A relay that lost its lease must not assign sequences: another relay assigns them now.
    if (!(await leases.hold(transaction, RELAY_LEASE, owner))) return
    await feed.append(transaction, sequences)
    await outbox.remove(transaction, sequences)
  })
  feed.wake()
  return sequences.length === BATCH ? 'more' : 'done'
}

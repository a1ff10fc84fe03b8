import type { Clock } from '../ports/clock.ts'
import type { Database } from '../ports/database.ts'
import type { Health } from '../ports/health.ts'
import type { Log } from '../ports/log.ts'
import type { JobQueue } from '../ports/queue.ts'
import type { EventStream } from '../ports/stream.ts'
import type { OutboxKind } from '../ports/tables.ts'
import type { Feed } from './feed.ts'
import type { Leases } from './leases.ts'
import type { Outbox, OutboxRecord } from './outbox.ts'
import { type Periodic, startPeriodic } from './periodic.ts'

export interface RelayParts {
  readonly database: Database
  readonly outbox: Outbox
  readonly feed: Feed
  readonly leases: Leases
  readonly queue: JobQueue
  readonly stream: EventStream
  readonly clock: Clock
  readonly log: Log
  readonly health: Health
  /** Unique for this process: one relay works at a time. */
  readonly owner: string
}

export interface Relay {
  close(): Promise<void>
}

export const RELAY_LEASE = 'relay'
const LEASE_SECONDS = 4
const RENEW_MILLISECONDS = 1000
// What other processes wrote and what falls due is looked for this often.
const POLL_MILLISECONDS = 250
// Under load: jobs are waited for by workers, events by eyes. Fewer and larger moves cost the writer less.
const GATHER_MILLISECONDS = { job: 10, message: 10, feed: 40 } as const
const BATCH = 500

/**
 * Brings what is on the outbox to where it belongs, at least once, and deletes it there only after its destination
 * has it. One process at a time does; kinds do not wait for one another, nor one destination for another.
 */
export function startRelay(parts: RelayParts): Relay {
  const { outbox, leases, clock, log, health, owner } = parts
  let heldUntil = Number.NEGATIVE_INFINITY
  const holdsLease = () => clock.monotonic() < heldUntil
  const relays: Readonly<Record<OutboxKind, Periodic>> = {
    job: start('job', () => sendDue(parts, 'job', publishJobs)),
    message: start('message', () => sendDue(parts, 'message', appendMessages)),
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
      return 'done'
    }
  })
  const stopListening = outbox.onWake(kind => {
    relays[kind].wake()
    return holdsLease()
  })

  /** `relay` answers how many rows it took. */
  function start(kind: OutboxKind, relay: () => Promise<number>): Periodic {
    return startPeriodic({
      name: `relay of ${kind}s`,
      clock,
      log,
      health,
      everyMilliseconds: POLL_MILLISECONDS,
      gatherMilliseconds: GATHER_MILLISECONDS[kind],
      async run() {
        if (!holdsLease()) return 'done'
        return (await relay()) === BATCH ? 'more' : 'done'
      }
    })
  }

  return {
    async close() {
      stopListening()
      await Promise.all([renewing, ...Object.values(relays)].map(each => each.close()))
      await leases.drop(RELAY_LEASE, owner)
    }
  }
}

type Send = (parts: RelayParts, destination: string, rows: readonly OutboxRecord[]) => Promise<void>

/** Each destination's rows are sent and deleted by themselves: one that is away keeps only its own waiting. */
async function sendDue(parts: RelayParts, kind: OutboxKind, send: Send): Promise<number> {
  const rows = await parts.outbox.due(kind, BATCH)
  const groups = Map.groupBy(rows, row => row.destination)
  const results = await Promise.allSettled(
    [...groups].map(async ([destination, group]) => {
      await send(parts, destination, group)
      // What a power cut brings back is sent again.
      await parts.database.run(parts.outbox.removal(group.map(row => row.sequence)), { isDurable: false })
    })
  )
  const failed = results.find(result => result.status === 'rejected')
  if (failed) throw failed.reason
  return rows.length
}

async function publishJobs(
  { queue }: RelayParts,
  destination: string,
  rows: readonly OutboxRecord[]
): Promise<void> {
  await queue.publish(
    destination,
    rows.map(({ id, payload }) => ({ id, body: payload }))
  )
}

async function appendMessages(
  { stream }: RelayParts,
  destination: string,
  rows: readonly OutboxRecord[]
): Promise<void> {
  await stream.append(
    destination,
    rows.map(({ id, key, payload }) => ({ key, value: payload, headers: { id } }))
  )
}

async function moveToFeed({ database, outbox, feed, leases, owner }: RelayParts): Promise<number> {
  const sequences = await outbox.dueSequences('feed', BATCH)
  if (sequences.length === 0) return 0
  await database.write(async transaction => {
    // A relay that lost its lease must not give out sequences another one gives.
    if (!(await leases.hold(transaction, RELAY_LEASE, owner))) return
    await feed.append(transaction, sequences)
    await outbox.remove(transaction, sequences)
  })
  feed.wake()
  return sequences.length
}

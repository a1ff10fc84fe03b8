import type { Clock } from '../ports/clock.ts'
import type { Database } from '../ports/database.ts'
import { Failure } from '../ports/errors.ts'
import type { Component, Health } from '../ports/health.ts'
import type { Log } from '../ports/log.ts'
import type { Counter } from '../ports/metrics.ts'
import { type Backoff, buildBackoff } from '../ports/retry/backoff.ts'
import type { RetryPolicy } from '../ports/retry/retry-policy.ts'
import type { OutboxKind } from '../ports/tables.ts'
import type { DeadLetters } from '../stores/dead-letters.ts'
import type { OutboxRecord } from '../stores/outbox/outgoing.ts'
import { MAX_BATCH_BYTES } from '../stores/outbox/read-due.ts'
import type { Outbox } from '../stores/outbox.ts'
import { toRefusedMessage } from './refused-message.ts'

interface DestinationParts {
  readonly database: Database
  readonly outbox: Outbox
  readonly deadLetters: Pick<DeadLetters, 'addWithin'>
  readonly clock: Clock
  readonly log: Log
  readonly health: Health
  /** Counts rows that their destination refused. */
  readonly refused: Counter
}

export interface Destinations {
  /** Starts sending the due rows of every destination that is not sending yet. Does not wait until they are sent. */
  sendDue(): Promise<void>
  /** Clears all reported problems: another process sends now, and reports them. */
  clearProblems(): void
  /** Resolves once no destination is sending. */
  close(): Promise<void>
}

/** Throws Failure of kind 'caller' for a row that the destination will never accept. */
export type Send = (destination: string, rows: readonly OutboxRecord[]) => Promise<void>

interface Sender {
  readonly component: Component
  readonly backoff: Backoff
  notBefore: number
  sending: Promise<void> | null
  refusal: { readonly reason: string; readonly at: number } | null
  /** Rows may have been written since the last read. */
  isWoken: boolean
}

const BATCH = 500
const POLICY: RetryPolicy = { firstDelayMs: 250, maxDelayMs: 5_000 }
/** How long a refusal is reported. */
const REFUSAL_MS = 600_000
const REFUSAL_REMEDY = 'Read its dead letter, then redrive or remove it.'
const REMEDY = 'Make the server available. Sending is retried automatically, and nothing is lost.'

/**
 * Sends and deletes the rows of each destination independently and in order, so that a destination that is down, slow or
 * has a long backlog delays no other. A refused row becomes a dead letter, and the other rows are sent.
 */
export function buildDestinations(
  kind: OutboxKind,
  send: Send,
  { canContinue, ...parts }: DestinationParts & { readonly canContinue: () => boolean }
): Destinations {
  const { database, outbox, deadLetters, clock, log, health, refused } = parts
  const senders = new Map<string, Sender>()

  function senderOf(destination: string): Sender {
    const known = senders.get(destination)
    if (known) return known
    const name = `relay to ${destination}`
    const component = health.component({ name, role: 'background', remedy: REMEDY, isSilent: true })
    const backoff = buildBackoff(POLICY, { clock })
    const sender = { component, backoff, notBefore: 0, sending: null, refusal: null, isWoken: false }
    senders.set(destination, sender)
    return sender
  }

  async function sendAll(destination: string, sender: Sender): Promise<void> {
    const { component, backoff } = sender
    try {
      while (canContinue()) {
        sender.isWoken = false
        const rows = await outbox.due(kind, destination, BATCH)
        if (rows.length === 0 && !sender.isWoken) break
        if (rows.length === 0) continue
        component.noteWork()
        await sendOrRefuse(destination, rows, sender)
        component.noteProgress()
        if (backoff.failures > 0) log.info('messages reach the destination again', { destination })
        backoff.reset()
        if (!sender.isWoken && rows.length < BATCH && countBytes(rows) < MAX_BATCH_BYTES) break
      }
      component.noteIdle()
      reportRefusal(sender)
    } catch (error) {
      // Logged once, not at every attempt of an outage.
      if (backoff.failures === 0)
        log.warn('messages do not reach the destination; will retry', { destination, error })
      sender.notBefore = clock.monotonic() + backoff.next()
      const cause = error instanceof Error ? error.message : String(error)
      if (canContinue()) component.reportProblem({ state: 'failed', cause })
      else component.clearProblem()
    }
  }

  /** No row waits for it: forgets an earlier failure. */
  function rest(sender: Sender): void {
    if (sender.sending !== null) return
    sender.backoff.reset()
    sender.notBefore = 0
    sender.component.noteIdle()
    reportRefusal(sender)
  }

  /** The refusal of a batch does not name the row: sends each half on its own, down to the refused row. */
  async function sendOrRefuse(
    destination: string,
    rows: readonly OutboxRecord[],
    sender: Sender
  ): Promise<void> {
    try {
      await send(destination, rows)
    } catch (error) {
      if (!(error instanceof Failure) || error.kind !== 'caller') throw error
      const [first, ...others] = rows
      if (first !== undefined && others.length === 0) return refuse(first, error, sender)
      const half = Math.ceil(rows.length / 2)
      await sendOrRefuse(destination, rows.slice(0, half), sender)
      await sendOrRefuse(destination, rows.slice(half), sender)
      return
    }
    const sequences = rows.map(row => row.sequence)
    // After a power cut, rows may reappear and are sent again.
    await database.run(outbox.removal(sequences), { isDurable: false })
  }

  async function refuse(row: OutboxRecord, { message }: Failure, sender: Sender): Promise<void> {
    const { id, destination, sequence } = row
    log.error('a message was refused and moved to the dead letters', { id, destination, reason: message })
    await database.write(async transaction => {
      await deadLetters.addWithin(transaction, [toRefusedMessage(row, message)])
      await outbox.remove(transaction, [sequence])
    })
    refused.add(1, { destination })
    sender.refusal = { reason: message, at: clock.monotonic() }
  }

  /** Messages are accepted: reports only a recent refusal. */
  function reportRefusal(sender: Sender): void {
    const { component, refusal } = sender
    if (refusal === null || clock.monotonic() >= refusal.at + REFUSAL_MS) {
      sender.refusal = null
      component.clearProblem()
    } else {
      const cause = `a message was refused and moved to the dead letters: ${refusal.reason}`
      component.reportProblem({ state: 'degraded', cause, remedy: REFUSAL_REMEDY })
    }
  }

  return {
    async sendDue() {
      const waiting = new Set(await outbox.destinations(kind))
      for (const [destination, sender] of senders) if (!waiting.has(destination)) rest(sender)
      for (const destination of waiting) {
        const sender = senderOf(destination)
        sender.isWoken = true
        if (sender.sending !== null || clock.monotonic() < sender.notBefore) continue
        sender.sending = sendAll(destination, sender).finally(() => {
          sender.sending = null
        })
      }
    },
    clearProblems() {
      for (const sender of senders.values()) {
        sender.refusal = null
        rest(sender)
      }
    },
    async close() {
      await Promise.all([...senders.values()].map(({ sending }) => sending))
      for (const { component } of senders.values()) component.remove()
    }
  }
}

function countBytes(rows: readonly OutboxRecord[]): number {
  return rows.reduce((sum, { payload, bytes }) => sum + payload.length + (bytes?.length ?? 0), 0)
}

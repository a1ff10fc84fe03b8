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
  /** Of rows that their destination refused. */
  readonly refused: Counter
}

export interface Destinations {
  /** Begins to send what is due wherever nothing is being sent. Resolves before it is sent. */
  sendDue(): Promise<void>
  /** Another process sends now: what is wrong with a destination is its to report. */
  letGo(): void
  /** Resolves once nothing is being sent. */
  close(): Promise<void>
}

/** Throws Failure of kind 'caller' for what the destination will never take. */
export type Send = (destination: string, rows: readonly OutboxRecord[]) => Promise<void>

interface Sender {
  readonly component: Component
  readonly backoff: Backoff
  notBefore: number
  sending: Promise<void> | null
  refusal: { readonly reason: string; readonly at: number } | null
  /** Something may have been written since the rows being sent were read. */
  isWoken: boolean
}

const BATCH = 500
const POLICY: RetryPolicy = { firstDelayMs: 250, maxDelayMs: 5_000 }
/** A refusal is reported for so long. */
const REFUSAL_MS = 600_000
const REFUSAL_REMEDY = 'Read its dead letter, then redrive or remove it.'
const REMEDY = 'Make the server available. It is retried by itself, and nothing is lost.'

/**
 * Each destination's rows are sent and deleted by themselves, in their order: one that is away, slow, or has much to take
 * keeps only its own waiting. A row that is refused becomes a dead letter, and those beside it are sent.
 */
export function buildDestinations(
  kind: OutboxKind,
  send: Send,
  { mayGoOn, ...parts }: DestinationParts & { readonly mayGoOn: () => boolean }
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
      while (mayGoOn()) {
        sender.isWoken = false
        const rows = await outbox.due(kind, destination, BATCH)
        if (rows.length === 0 && !sender.isWoken) break
        if (rows.length === 0) continue
        component.noteWork()
        await sendOrRefuse(destination, rows, sender)
        component.noteProgress()
        if (backoff.failures > 0) log.info('a destination takes messages again', { destination })
        backoff.reset()
        if (!sender.isWoken && rows.length < BATCH && countBytes(rows) < MAX_BATCH_BYTES) break
      }
      component.noteIdle()
      reportRefusal(sender)
    } catch (error) {
      // Logged once, not at every attempt of a long outage.
      if (backoff.failures === 0) log.warn('a destination takes no messages; retried', { destination, error })
      sender.notBefore = clock.monotonic() + backoff.next()
      const cause = error instanceof Error ? error.message : String(error)
      if (mayGoOn()) component.reportProblem({ state: 'failed', cause })
      else component.clearProblem()
    }
  }

  /** Nothing waits for it here: an earlier failure says nothing any more. */
  function rest(sender: Sender): void {
    if (sender.sending !== null) return
    sender.backoff.reset()
    sender.notBefore = 0
    sender.component.noteIdle()
    reportRefusal(sender)
  }

  /** A refusal says nothing of the rows beside it: each half is sent by itself, down to the one that is meant. */
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
    // What a power cut brings back is sent again.
    await database.run(outbox.removal(sequences), { isDurable: false })
  }

  async function refuse(row: OutboxRecord, { message }: Failure, sender: Sender): Promise<void> {
    const { id, destination, sequence } = row
    log.error('a message was refused: it is a dead letter now', { id, destination, reason: message })
    await database.write(async transaction => {
      await deadLetters.addWithin(transaction, [toRefusedMessage(row, message)])
      await outbox.remove(transaction, [sequence])
    })
    refused.add(1, { destination })
    sender.refusal = { reason: message, at: clock.monotonic() }
  }

  /** It takes messages: what it refused recently is all that is wrong. */
  function reportRefusal(sender: Sender): void {
    const { component, refusal } = sender
    if (refusal === null || clock.monotonic() >= refusal.at + REFUSAL_MS) {
      sender.refusal = null
      component.clearProblem()
    } else {
      const cause = `a message was refused and is a dead letter now: ${refusal.reason}`
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
    letGo() {
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

import type { Clock } from '../ports/clock.ts'
import { isUnavailable } from '../ports/errors.ts'
import type { Health } from '../ports/health.ts'
import type { Log } from '../ports/log.ts'
import type { Metrics } from '../ports/metrics.ts'
import { retry } from '../ports/retry/retry.ts'
import type { RetryPolicy } from '../ports/retry/retry-policy.ts'
import type { WebhookSender } from '../ports/webhooks.ts'
import type { WebhookDelivery, Webhooks } from '../stores/webhooks.ts'
import { startPeriodic } from './periodic.ts'

interface WebhookCallerParts {
  readonly webhooks: Webhooks
  readonly sender: WebhookSender
  readonly clock: Clock
  readonly log: Log
  readonly health: Health
  readonly metrics: Metrics
}

const MAX_CALLS = 64
/** Limits the calls that one slow receiver can occupy. */
const MAX_CALLS_PER_HOST = 8
// Longer than a call may take. A delivery whose process died is taken by another process after this time.
const LEASE_SECONDS = 20
const POLL_MILLISECONDS = 1000
/** For writing the result of a call. After its last attempt, the delivery is sent again once its lease expires. */
const NOTE_RETRY: RetryPolicy = { firstDelayMs: 100, maxDelayMs: 2_000, maxAttempts: 6 }

/** Sends webhooks until each is delivered or abandoned. A call starts as soon as another one ends. */
export function startWebhookCaller({ webhooks, sender, clock, log, health, metrics }: WebhookCallerParts): {
  close(): Promise<void>
} {
  const calls = new Set<Promise<void>>()
  const callsByHost = new Map<string, number>()
  const ended = metrics.counter('groundswell_webhook_calls_total', 'Calls to webhook receivers, by result.', [
    'result'
  ])

  async function call(delivery: WebhookDelivery, signal: AbortSignal): Promise<void> {
    const answer = await sender.send(delivery, signal)
    // Aborted by shutdown: another process takes the delivery once its lease expires.
    if (!answer.ok && signal.aborted) return
    const result = await retry(() => note(delivery, answer), {
      policy: NOTE_RETRY,
      clock,
      signal,
      isRetryable: isUnavailable
    })
    ended.add(1, { result })
  }

  async function note(
    delivery: WebhookDelivery,
    answer: Awaited<ReturnType<WebhookSender['send']>>
  ): Promise<'delivered' | 'abandoned' | 'failed'> {
    const { id, attempts, predictionId } = delivery
    if (answer.ok) {
      await webhooks.delivered(id)
      return 'delivered'
    }
    const { reason, isFinal, retryAfterMs } = answer
    log.info('webhook was not delivered', { id, predictionId, attempts, reason })
    if (!isFinal) return webhooks.failed(delivery, reason, retryAfterMs)
    await webhooks.abandoned(id, reason)
    return 'abandoned'
  }

  function start(delivery: WebhookDelivery, signal: AbortSignal): void {
    const { host, id } = delivery
    callsByHost.set(host, (callsByHost.get(host) ?? 0) + 1)
    const calling: Promise<void> = call(delivery, signal)
      .catch(error =>
        log.warn('the result of a webhook call could not be stored; will send again', { id, error })
      )
      .finally(() => {
        calls.delete(calling)
        const left = (callsByHost.get(host) ?? 0) - 1
        if (left > 0) callsByHost.set(host, left)
        else callsByHost.delete(host)
        taking.wake()
      })
    calls.add(calling)
  }

  const taking = startPeriodic({
    name: 'webhooks',
    clock,
    log,
    health,
    everyMilliseconds: POLL_MILLISECONDS,
    async run(signal) {
      const room = { limit: MAX_CALLS - calls.size, maxPerHost: MAX_CALLS_PER_HOST, callsByHost }
      if (room.limit > 0) for (const taken of await webhooks.take(room, LEASE_SECONDS)) start(taken, signal)
      return 'done'
    }
  })
  const stopListening = webhooks.onWake(taking.wake)
  return {
    async close() {
      stopListening()
      await taking.close()
      await Promise.all(calls)
    }
  }
}

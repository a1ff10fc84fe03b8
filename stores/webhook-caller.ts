import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import type { WebhookSender } from '../ports/webhooks.ts'
import { startPeriodic } from './periodic.ts'
import type { WebhookDelivery, Webhooks } from './webhooks.ts'

export interface WebhookCallerParts {
  readonly webhooks: Webhooks
  readonly sender: WebhookSender
  readonly clock: Clock
  readonly log: Log
}

const AT_ONCE = 16
// Longer than a call may take: a delivery whose caller died is taken by another after it.
const LEASE_SECONDS = 20
const POLL_MILLISECONDS = 1000

/** Calls the addresses that are to be told, until they have heard or were tried often enough. */
export function startWebhookCaller({ webhooks, sender, clock, log }: WebhookCallerParts): {
  close(): Promise<void>
} {
  async function call(delivery: WebhookDelivery, signal: AbortSignal): Promise<void> {
    const answer = await sender.send(delivery, signal)
    if (answer.ok) return webhooks.delivered(delivery.id)
    // Cut off by the end of this process: another takes it once the lease is over.
    if (signal.aborted) return
    const { id, attempts, predictionId } = delivery
    log.info('webhook not delivered', { id, predictionId, attempts, reason: answer.reason })
    await (answer.isFinal
      ? webhooks.abandoned(delivery.id, answer.reason)
      : webhooks.failed(delivery, answer.reason))
  }

  const calling = startPeriodic({
    name: 'webhooks',
    clock,
    log,
    everyMilliseconds: POLL_MILLISECONDS,
    async run(signal) {
      const taken = await webhooks.take(AT_ONCE, LEASE_SECONDS)
      await Promise.all(taken.map(delivery => call(delivery, signal)))
      return taken.length === AT_ONCE ? 'more' : 'done'
    }
  })
  const stopListening = webhooks.onWake(calling.wake)
  return {
    async close() {
      stopListening()
      await calling.close()
    }
  }
}

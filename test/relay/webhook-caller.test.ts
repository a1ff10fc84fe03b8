import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../adapters/clock/system.ts'
import { buildMetrics } from '../../adapters/metrics/prometheus.ts'
import type { WebhookAnswer, WebhookCall } from '../../ports/webhooks.ts'
import { startWebhookCaller } from '../../relay/webhook-caller.ts'
import { openHealth } from '../harness/open-health.ts'
import { openStores } from '../harness/open-stores.ts'
import { buildRecordingLog } from '../harness/recording-log.ts'
import { buildSetClock } from '../harness/set-clock.ts'

type Answer = (call: WebhookCall, signal: AbortSignal) => Promise<WebhookAnswer>
const silence: Answer = (_, signal) =>
  new Promise(resolve =>
    signal.addEventListener('abort', () =>
      resolve({ ok: false, reason: 'cut off', isFinal: false, retryAfterMs: null })
    )
  )

async function start(answer: Answer, clock = systemClock) {
  const stores = await openStores(clock)
  const called: string[] = []
  const sender = {
    refuse: () => null,
    send(call: WebhookCall, signal: AbortSignal) {
      called.push(call.id)
      return answer(call, signal)
    },
    close: async () => {}
  }
  const metrics = buildMetrics()
  const { log } = buildRecordingLog()
  const health = openHealth()
  const caller = startWebhookCaller({ webhooks: stores.webhooks, sender, clock, log, health, metrics })
  onTestFinished(() => caller.close())
  async function submit(id: string, url: string): Promise<void> {
    await stores.database.write(transaction =>
      stores.webhooks.add(transaction, [{ id, predictionId: null, url, payload: '{}' }])
    )
    stores.webhooks.wake()
  }
  return { ...stores, called, submit, metrics, health }
}

test('a receiver that does not answer delays no other receiver, however long its backlog', async () => {
  const { called, submit, webhooks } = await start((call, signal) =>
    call.url.includes('slow') ? silence(call, signal) : Promise.resolve({ ok: true })
  )
  for (let index = 0; index < 40; index++) await submit(`slow_${index}`, 'http://slow.example/')
  await expect.poll(() => called.length).toBe(8)
  for (let index = 0; index < 100; index++) await submit(`fine_${index}`, 'http://fine.example/')
  await expect
    .poll(async () => (await webhooks.list({ state: 'delivered' }, { limit: 200 })).items.length)
    .toBe(100)
  expect(called.filter(id => id.startsWith('slow'))).toHaveLength(8)
})

test('starts the next call as soon as one ends', async () => {
  const ends: (() => void)[] = []
  const { called, submit } = await start(() => new Promise(resolve => ends.push(() => resolve({ ok: true }))))
  for (let index = 0; index < 9; index++) await submit(`msg_${index}`, 'http://a.example/')
  await expect.poll(() => called.length).toBe(8)
  ends[3]!()
  await expect.poll(() => called.length).toBe(9)
  for (const end of ends) end()
})

test('retries a failed webhook no sooner than Retry-After and counts the result', async () => {
  const clock = buildSetClock()
  const { submit, webhooks, metrics } = await start(
    async () => ({ ok: false, reason: 'it answered 429', isFinal: false, retryAfterMs: 20_000 }),
    clock
  )
  await submit('msg_1', 'http://a.example/')
  const item = async () => (await webhooks.list({}, { limit: 1 })).items[0]!
  await expect.poll(async () => (await item()).lastError).toBe('it answered 429')
  expect((await item()).nextAttemptAt).toBe(clock.now() + 20_000)
  await expect
    .poll(async () => (await metrics.render()).body)
    .toContain('groundswell_webhook_calls_total{result="failed"} 1')
})

test('reports degraded and never not ready while deliveries cannot be read', async () => {
  const { database, health } = await start(async () => ({ ok: true }))
  const state = () => health.read().components.find(({ name }) => name === 'webhooks')?.state
  await expect.poll(state).toBe('ok')
  await database.close()
  await expect.poll(state).toBe('failed')
  expect(health.read().status).toBe('degraded')
})

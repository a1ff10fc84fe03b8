import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { patchKafkajs } from '../../adapters/stream/kafka/patch-kafkajs.ts'

const load = createRequire(import.meta.url)

test('sets no timer to check requests while none is waiting', () => {
  patchKafkajs()
  const RequestQueue = load('kafkajs/src/network/requestQueue')
  const queue = new RequestQueue({ maxInFlightRequests: 1, requestTimeout: 1_000, logger: { debug() {} } })
  queue.checkPendingRequests()
  expect(queue.throttleCheckTimeoutId).toBeNull()
  queue.inflight.set(1, {})
  queue.push({ entry: { correlationId: 2 }, expectResponse: true, sendRequest() {} })
  expect(queue.throttleCheckTimeoutId).not.toBeNull()
  queue.destroy()
})

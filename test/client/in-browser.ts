import { expect } from 'vitest'
import type { OpenedPage } from '../web/browser.ts'

// A string, because the test runner rewrites imports and a browser cannot load the result.
const program = (url: string, module: string) => `(async () => {
  const { buildClient, GroundswellError } = await import('${url}${module}')
  const client = buildClient({ url: '${url}', firstPauseSeconds: 0.01 })
  const events = [{ time: 0, magnitude: 900 }, { time: 3, magnitude: 20 }, { time: 9, magnitude: 70 }]
  const names = []
  const { promise: isOpen, resolve } = Promise.withResolvers()
  const reading = (async () => {
    const onConnection = state => state === 'open' && resolve()
    for await (const { name } of client.events({ topic: 'predictions', onConnection })) {
      names.push(name)
      if (name === 'prediction.succeeded') return
    }
  })()
  await isOpen
  const { id, state, result } = await client.submitAndWait({ id: 'of-a-page', events }, { idempotencyKey: 'once' })
  await reading
  const again = await client.submit({ id: 'of-a-page', events }, { idempotencyKey: 'once' })
  const serving = await client.models.serving()
  const refusal = await client.models.rollback({ reason: 'to see' }).catch(error => error)
  return {
    state,
    observedEvents: result.observedEvents,
    isOne: again.id === id,
    last: names.at(-1),
    serving: serving.version,
    refusal: refusal instanceof GroundswellError && refusal.code
  }
})()`

/**
 * Submits, waits, follows events, reads the live version and rolls back, from the open page. `module`: the path of the
 * client on the service. `url`: the address of the service; '' on its own page.
 */
export async function useClientIn({ page, faults }: OpenedPage, module: string, url = ''): Promise<void> {
  expect(await page.evaluate(program(url, module))).toEqual({
    state: 'succeeded',
    observedEvents: 3,
    isOne: true,
    last: 'prediction.succeeded',
    serving: 1,
    refusal: 'nothing-to-roll-back-to'
  })
  // The rejected rollback, and the connection that the test resets.
  expect(faults.filter(fault => !/ERR_CONNECTION_RESET|status of 409/.test(fault))).toEqual([])
}

/** Uses the client on the service's own page, where the test cuts the first submission and the client retries it. */
export async function useClientOnOwnPage(opened: OpenedPage, module: string): Promise<void> {
  const { page } = opened
  await page.getByText('Connected', { exact: true }).waitFor()
  const keys: (string | undefined)[] = []
  await page.route('**/cascades', route => {
    keys.push(route.request().headers()['idempotency-key'])
    return keys.length === 1 ? route.abort('connectionreset') : route.continue()
  })
  await useClientIn(opened, module)
  expect(keys).toEqual(['once', 'once', 'once'])
}

import { expect } from 'vitest'
import type { OpenedPage } from '../web/browser.ts'

// As text: what the test runner makes of an import is not known to a browser.
const program = (module: string) => `(async () => {
  const { buildClient, GroundswellError } = await import('${module}')
  const client = buildClient({ url: '', firstPauseSeconds: 0.01 })
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
 * On the service's own page: submit, wait, follow what changes, models, rollback; the first submission is lost on its way
 * and sent again under its key. `module`: where the client is served.
 */
export async function useClientIn({ page, faults }: OpenedPage, module: string): Promise<void> {
  await page.getByText('Connected', { exact: true }).waitFor()
  const keys: (string | undefined)[] = []
  await page.route('**/cascades', route => {
    keys.push(route.request().headers()['idempotency-key'])
    return keys.length === 1 ? route.abort('connectionreset') : route.continue()
  })
  expect(await page.evaluate(program(module))).toEqual({
    state: 'succeeded',
    observedEvents: 3,
    isOne: true,
    last: 'prediction.succeeded',
    serving: 1,
    refusal: 'nothing-to-roll-back-to'
  })
  expect(keys).toEqual(['once', 'once', 'once'])
  // The two requests that were to fail.
  expect(faults.filter(fault => !/ERR_CONNECTION_RESET|status of 4\d\d/.test(fault))).toEqual([])
}

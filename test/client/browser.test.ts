import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { startForTest } from '../harness/start.ts'
import { hasBrowser, openPage } from '../web/browser.ts'
import { useClientIn, useClientOnOwnPage } from './in-browser.ts'

test.skipIf(!hasBrowser)(
  'submits, waits, follows events and reads the live version from a browser',
  async () => {
    const service = await startForTest()
    await useClientOnOwnPage(await openPage(service.url), '/client/client.ts')
  }
)

/** Starts a server with a page that does not belong to the service, and returns its address. */
async function servePage(): Promise<string> {
  const server = createServer((_request, response) => {
    response
      .setHeader('content-type', 'text/html')
      .end('<!doctype html><title>Another page</title><link rel="icon" href="data:,">')
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

test.skipIf(!hasBrowser)('works from a page of an allowed origin, and from no other origin', async () => {
  const allowed = await servePage()
  const service = await startForTest({ settings: { GROUNDSWELL_ALLOWED_ORIGINS: allowed } })
  await useClientIn(await openPage(allowed), '/client/client.ts', service.url)
  const stranger = await openPage(await servePage())
  const attempt = stranger.page.evaluate(`fetch('${service.url}/models').then(() => 'read', () => 'refused')`)
  expect(await attempt).toBe('refused')
})

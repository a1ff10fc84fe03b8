import { test } from 'vitest'
import { startForTest } from '../harness/start.ts'
import { hasBrowser, openPage } from '../web/browser.ts'
import { useClientIn } from './in-browser.ts'

test.skipIf(!hasBrowser)(
  'the client submits, waits, follows and asks for versions from a browser',
  async () => {
    const service = await startForTest()
    await useClientIn(await openPage(service.url), '/client/client.ts')
  }
)

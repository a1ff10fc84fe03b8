import { expect, test } from 'vitest'
import { makeWebhookSecret } from '../../adapters/webhooks/sign.ts'
import { smallCascade } from '../harness/cascades.ts'
import { startForTest } from '../harness/start.ts'
import { runPython } from './run-python.ts'

interface Story {
  readonly submitted: string
  readonly webhook: { readonly id: string; readonly type: string; readonly data: { readonly id: string } }
  readonly forgedIsRefused: boolean
  readonly statuses: Readonly<Record<string, number>>
  readonly feed: readonly { readonly id: string; readonly event: string }[]
  readonly resumed: readonly { readonly id: string; readonly event: string }[]
}

test('a Python program submits, gets a signed webhook, reads every list and resumes an event stream', async () => {
  const secret = makeWebhookSecret()
  const program = await startForTest({
    settings: {
      GROUNDSWELL_API_KEYS: 'python:a-key-of-enough-length',
      GROUNDSWELL_WEBHOOK_SECRET: secret,
      GROUNDSWELL_WEBHOOKS_ALLOW_PRIVATE: 'true'
    }
  })
  const story = await runPython<Story>('requests', 'http_client.py', {
    url: program.url,
    key: 'a-key-of-enough-length',
    secret,
    cascade: smallCascade('from-python')
  })
  expect(story.webhook.data.id).toBe(story.submitted)
  expect(story.forgedIsRefused).toBe(true)
  expect(Object.values(story.statuses).filter(status => status !== 200)).toEqual([])
  // The second reader begins where the first one left, without loss or repetition.
  const ids = [...story.feed, ...story.resumed].map(({ id }) => Number.parseInt(id, 10))
  expect(ids).toEqual([...new Set(ids)].toSorted((a, b) => a - b))
  expect(story.resumed.map(({ event }) => event)).toContain('prediction.succeeded')
  expect(story.resumed.map(({ event }) => event)).not.toContain('gap')
})

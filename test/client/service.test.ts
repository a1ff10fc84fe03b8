import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, onTestFinished, test, vi } from 'vitest'
import { buildClient, everyItem, type FeedEvent, type Prediction } from '../../client/client.ts'
import { smallCascade } from '../harness/cascades.ts'
import { startForTest } from '../harness/start.ts'
import { temporaryFolder } from '../harness/temporary.ts'

const clientUrl = new URL('../../client/client.ts', import.meta.url).href

test('runs the examples of the client page as written', async () => {
  const { url } = await startForTest()
  const page = readFileSync('docs/how-to/use-the-client.md', 'utf8')
  const examples = [...page.matchAll(/```ts\n(.*?)```/gs)].map(([, code]) => code!)
  const program = examples
    .join('\n')
    .replace("'groundswell/client'", JSON.stringify(clientUrl))
    .replace('http://127.0.0.1:8080', url)
  const file = join(temporaryFolder(), 'examples.ts')
  writeFileSync(file, program)
  const said: string[] = []
  const log = vi.spyOn(console, 'log').mockImplementation((...words) => void said.push(words.join(' ')))
  onTestFinished(() => log.mockRestore())
  await import(/* @vite-ignore */ pathToFileURL(file).href)
  expect(said).toEqual([
    expect.stringMatching(/^[\d.]+ expected, [\d.]+ or more in 9 of 10 cases$/),
    expect.stringMatching(/^prediction\.(queued|running|succeeded)$/),
    ...said.slice(2, said.indexOf('succeeded')),
    'succeeded',
    expect.stringMatching(/^invalid-field 400$/),
    ...said.filter(line => line.startsWith('/events/0/')),
    'true',
    'no longer wanted',
    expect.stringMatching(/^\d+\.[0-9a-f]+ prediction\./),
    ...said.filter(line => /^prd_\w+ (succeeded|running|queued)$/.test(line)),
    expect.stringMatching(/^1 \d+$/),
    expect.stringMatching(/^promote 1: /),
    'nothing-to-roll-back-to',
    'succeeded 1'
  ])
  expect(said.filter(line => line.startsWith('/events/0/'))).not.toEqual([])
})

test('loses no event and answers every accepted submission after the service is killed', async () => {
  const secret = '0123456789abcdef'
  const service = await startForTest({ settings: { GROUNDSWELL_API_KEYS: `me:${secret}` } })
  const client = buildClient({ url: service.url, apiKey: secret, attempts: 200, maxPauseSeconds: 0.5 })
  const seen: FeedEvent[] = []
  const abort = new AbortController()
  const states: string[] = []
  const reading = (async () => {
    const onConnection = (state: string) => void states.push(state)
    for await (const event of client.events({ signal: abort.signal, onConnection })) seen.push(event)
  })()
  await expect.poll(() => states).toEqual(['open'])
  const before = await Promise.all([1, 2, 3].map(() => client.submit(smallCascade('before'))))
  await service.kill('SIGKILL')
  const during = [1, 2].map(() => client.submitAndWait(smallCascade('during')))
  await service.restart()
  expect((await Promise.all(during)).map(({ state }) => state)).toEqual(['succeeded', 'succeeded'])
  for (const { id } of before) expect(await client.predictions.wait(id)).toMatchObject({ state: 'succeeded' })

  const listed: Prediction[] = []
  for await (const item of everyItem(cursor => client.predictions.list({ limit: 2, cursor })))
    listed.push(item)
  expect(listed).toHaveLength(5)
  const ended = () => seen.filter(({ name }) => name === 'prediction.succeeded').map(({ data }) => data)
  await expect.poll(() => ended().length).toBe(5)
  expect(ended()).toEqual(expect.arrayContaining(listed.map(({ id }) => expect.objectContaining({ id }))))
  const ids = seen.map(({ id }) => Number.parseInt(String(id), 10))
  expect(ids).toEqual(Array.from(ids, (_, index) => ids[0]! + index))
  expect(states.slice(0, 3)).toEqual(['open', 'lost', 'open'])
  const reason = new Error('seen enough')
  abort.abort(reason)
  await expect(reading).rejects.toBe(reason)

  const stranger = buildClient({ url: service.url, apiKey: 'another-secret-0' })
  await expect(stranger.models.list()).rejects.toMatchObject({ code: 'unauthorized', status: 401 })
})

import { expect, test } from 'vitest'
import { buildSecrets } from '../../stores/secrets.ts'
import { openStores } from '../harness/open-stores.ts'
import { buildSetClock } from '../harness/set-clock.ts'

const predictor = 'echo'

test('starts and ends a requested training run once', async () => {
  const clock = buildSetClock()
  const { trainingRuns } = await openStores(clock)
  const asked = await trainingRuns.request(predictor, 'requested', '{"seed":1}')
  clock.advance(1)
  await trainingRuns.request(predictor, 'samples', '{}')
  const begun = await Promise.all([1, 2, 3].map(() => trainingRuns.begin(predictor)))
  expect(begun.map(run => run?.trigger ?? 'none').toSorted()).toEqual(['none', 'requested', 'samples'])
  const end = { state: 'promoted' as const, reason: 'better', version: 3, report: '{}' }
  await trainingRuns.finish(asked.id, end)
  await trainingRuns.finish(asked.id, { ...end, state: 'failed' })
  expect(await trainingRuns.get(asked.id)).toMatchObject({
    ...end,
    options: '{"seed":1}',
    startedAt: clock.now()
  })
  expect(await trainingRuns.last(predictor, ['promoted'])).toMatchObject({ id: asked.id })
  expect(await trainingRuns.abandon(predictor, 'its trainer died')).toBe(1)
  const page = await trainingRuns.list({ predictor }, { limit: 1 })
  expect(page.items).toMatchObject([{ state: 'failed', reason: 'its trainer died' }])
  expect((await trainingRuns.list({}, { limit: 5, cursor: page.next! })).items).toMatchObject([
    { id: asked.id }
  ])
})

test('a lease that was taken by a clock far ahead (a restored database) is free', async () => {
  const clock = buildSetClock()
  const { leases } = await openStores(clock)
  clock.step(3_600_000)
  expect(await leases.take('x', 'before', 10)).toBe(true)
  clock.step(-3_600_000)
  expect(await leases.take('x', 'now', 10)).toBe(true)
  expect(await leases.take('x', 'before', 10)).toBe(false)
})

test('a lease has one owner until it is dropped or expires', async () => {
  const clock = buildSetClock()
  const { leases } = await openStores(clock)
  const together = await Promise.all(['a', 'b', 'c'].map(owner => leases.take('x', owner, 10)))
  expect(together.filter(each => each)).toHaveLength(1)
  const owner = ['a', 'b', 'c'][together.indexOf(true)]!
  clock.advance(9000)
  expect(await leases.take('x', owner, 10)).toBe(true)
  expect(await leases.take('x', 'z', 10)).toBe(false)
  expect(await leases.holder('x')).toMatchObject({ owner })
  clock.advance(10_000)
  expect(await leases.holder('x')).toBeNull()
  expect(await leases.take('x', 'z', 10)).toBe(true)
  expect(await leases.take('x', owner, 10)).toBe(false)
  await leases.drop('x', owner)
  expect(await leases.take('x', owner, 10)).toBe(false)
  await leases.drop('x', 'z')
  expect(await leases.take('x', owner, 10)).toBe(true)
})

const room = { limit: 10, maxPerHost: 10, callsByHost: new Map<string, number>() }

test('one sender takes a webhook, retries it with exponential backoff, and abandons it after the last attempt', async () => {
  const clock = buildSetClock()
  const { webhooks, database } = await openStores(clock)
  const webhook = { id: 'msg_1', predictionId: 'p', url: 'https://a.example', payload: '{}' }
  for (let time = 0; time < 2; time++) {
    await database.write(transaction => webhooks.add(transaction, [webhook, { ...webhook, id: 'msg_2' }]))
  }
  const [taken, others] = await Promise.all([webhooks.take(room, 60), webhooks.take(room, 60)])
  expect([...taken, ...others].map(each => each.id).sort()).toEqual(['msg_1', 'msg_2'])
  const [first, second] = [...taken, ...others].sort((a, b) => (a.id < b.id ? -1 : 1))
  await webhooks.delivered(second!.id)
  await webhooks.failed(first!, 'it answered 500')
  for (const [attempts, pause] of [
    [2, 5000],
    [3, 10_000]
  ] as const) {
    clock.advance(pause - 1)
    expect(await webhooks.take(room, 60)).toEqual([])
    clock.advance(1)
    const [again] = await webhooks.take(room, 60)
    expect(again).toMatchObject({ id: 'msg_1', attempts })
    await webhooks.failed(again!, 'it answered 500')
  }
  const { items } = await webhooks.list({ predictionId: 'p' }, { limit: 10 })
  expect(items.map(each => [each.id, each.state, each.attempts])).toEqual([
    ['msg_2', 'delivered', 1],
    ['msg_1', 'abandoned', 3]
  ])
  expect(await webhooks.sweep(clock.now() + 1, 10)).toBe(2)
})

test('skips webhooks of a host at its limit and takes those of another host', async () => {
  const clock = buildSetClock()
  const { webhooks, database } = await openStores(clock)
  const webhook = (id: string, url: string) => ({ id, predictionId: null, url, payload: 'x'.repeat(100) })
  const many = Array.from({ length: 30 }, (_, index) => webhook(`msg_${index}`, 'https://slow.example/a'))
  await database.write(transaction => webhooks.add(transaction, many))
  clock.advance(1)
  await database.write(transaction =>
    webhooks.add(transaction, [webhook('msg_b', 'https://b.example:8443/')])
  )
  const taken = await webhooks.take({ limit: 10, maxPerHost: 3, callsByHost: new Map() }, 60)
  const hosts = taken.map(({ host }) => host).sort()
  expect(hosts).toEqual(['b.example:8443', 'slow.example', 'slow.example', 'slow.example'])
  const busy = new Map([['slow.example', 2]])
  expect(await webhooks.take({ limit: 10, maxPerHost: 3, callsByHost: busy }, 60)).toHaveLength(1)
  const full = new Map([['slow.example', 3]])
  expect(await webhooks.take({ limit: 10, maxPerHost: 3, callsByHost: full }, 60)).toEqual([])
})

test('bounds the bytes of webhooks taken at once, and takes a large one alone', async () => {
  const { webhooks, database } = await openStores(buildSetClock())
  const webhook = (id: string, length: number) => ({
    id,
    predictionId: null,
    url: `https://${id}.example/`,
    payload: 'x'.repeat(length)
  })
  const three = [webhook('a', 20_000_000), webhook('b', 9_000_000), webhook('c', 9_000_000)]
  await database.write(transaction => webhooks.add(transaction, three))
  const take = async () => (await webhooks.take(room, 60)).map(({ id }) => id)
  expect([await take(), await take(), await take()]).toEqual([['a'], ['b'], ['c']])
})

test('lists an unreadable message once, redrives it once, and sweeps it', async () => {
  const clock = buildSetClock()
  const { deadLetters, outbox } = await openStores(clock)
  const deadLetter = {
    id: 'dlt_x',
    queue: 'predict.echo',
    body: 'not json',
    properties: null,
    reason: 'it is no JSON'
  }
  await deadLetters.add(deadLetter)
  await deadLetters.add(deadLetter)
  expect((await deadLetters.list({ queue: 'predict.echo' }, { limit: 10 })).items).toMatchObject([
    {
      id: 'dlt_x',
      queue: 'predict.echo',
      preview: new TextEncoder().encode('not json'),
      bodyBytes: 8,
      reason: 'it is no JSON'
    }
  ])
  expect(await deadLetters.count()).toBe(1)
  const redriven = await Promise.all([deadLetters.redrive('dlt_x'), deadLetters.redrive('dlt_x')])
  expect(redriven.map(each => each.is).sort()).toEqual(['done', 'refused'])
  expect(await outbox.due('job', 'predict.echo', 10)).toMatchObject([
    { destination: 'predict.echo', bytes: new TextEncoder().encode('not json') }
  ])
  expect((await deadLetters.list({}, { limit: 10 })).items).toEqual([])
  expect((await deadLetters.list({ includeRedriven: true }, { limit: 10 })).items).toHaveLength(1)
  await expect(deadLetters.list({}, { limit: 10, cursor: 'nonsense' })).rejects.toMatchObject({
    code: 'invalid-query'
  })
  expect(await deadLetters.sweep(clock.now() + 1, 10)).toBe(1)
})

test('removes a dead letter once, and reports an unknown one', async () => {
  const { deadLetters } = await openStores(buildSetClock())
  await deadLetters.add({ id: 'dlt_x', queue: 'q', body: 'x', properties: null, reason: 'it is no JSON' })
  expect(await deadLetters.remove('dlt_y')).toBe(false)
  expect(await deadLetters.remove('dlt_x')).toBe(true)
  expect(await deadLetters.remove('dlt_x')).toBe(false)
  expect(await deadLetters.count()).toBe(0)
})

test('lists replays newest first, by page, each once', async () => {
  const { replays } = await openStores(buildSetClock())
  const ids: string[] = []
  for (const label of ['a', 'b', 'c'])
    ids.unshift((await replays.request({ label, folder: null, options: '{}' })).id)
  const first = await replays.list({ limit: 2 })
  expect(first.items.map(({ id }) => id)).toEqual(ids.slice(0, 2))
  const second = await replays.list({ limit: 2, cursor: first.next! })
  expect(second.items.map(({ id }) => id)).toEqual(ids.slice(2))
  expect(second.next).toBeNull()
})

test('does not redrive a dead letter without bytes', async () => {
  const { deadLetters, outbox } = await openStores(buildSetClock())
  const batch = { id: 'dlt_b', queue: 'events', body: '', properties: null, reason: 'the checksum is wrong' }
  await deadLetters.add(batch)
  expect(await deadLetters.redrive('dlt_b')).toMatchObject({ is: 'empty' })
  expect(await outbox.due('message', 'events', 10)).toEqual([])
  expect((await deadLetters.list({}, { limit: 10 })).items).toHaveLength(1)
})

test('lists processes by their heartbeats', async () => {
  const clock = buildSetClock()
  const { processes } = await openStores(clock)
  const beat = (id: string, status = '{}') =>
    processes.beat({ id, services: ['api', 'worker'], startedAt: 1, status })
  await beat('a')
  clock.advance(10_000)
  await beat('b')
  await beat('b', '{"jobs":2}')
  expect(await processes.list(5)).toEqual([
    { id: 'b', services: ['api', 'worker'], startedAt: 1, seenAt: clock.now(), status: '{"jobs":2}' }
  ])
  expect((await processes.list(10)).map(each => each.id)).toEqual(['a', 'b'])
  expect(await processes.sweep(clock.now() - 5000)).toBe(1)
  await processes.leave('b')
  expect(await processes.list(100)).toEqual([])
})

test('a trainer starts, lists and fails only runs of its own predictor', async () => {
  const { trainingRuns } = await openStores(buildSetClock())
  const other = await trainingRuns.request('another', 'requested', '{}')
  const own = await trainingRuns.request(predictor, 'requested', '{}')
  expect(await trainingRuns.begin(predictor)).toMatchObject({ id: own.id, state: 'running' })
  expect(await trainingRuns.begin(predictor)).toBeNull()
  expect(await trainingRuns.begin('another')).toMatchObject({ id: other.id })
  expect(await trainingRuns.last(predictor)).toMatchObject({ id: own.id })
  expect((await trainingRuns.list({ predictor }, { limit: 5 })).items).toMatchObject([{ id: own.id }])
  expect((await trainingRuns.list({}, { limit: 5 })).items).toHaveLength(2)
  expect(await trainingRuns.abandon(predictor, 'its trainer died')).toBe(1)
  expect(await trainingRuns.get(other.id)).toMatchObject({ state: 'running' })
})

test('only the owner of a replay can write it, from claim to end', async () => {
  const clock = buildSetClock()
  const { replays } = await openStores(clock)
  const { id, label, place } = await replays.request({ label: 'folder', folder: 'f', options: '{}' })
  expect(label).toMatch(/^folder\../)
  expect(place).toBeNull()
  expect(await replays.claim('a', 10, 'forecasts')).toBeNull()
  expect(await replays.claim('a', 10, 'events')).toMatchObject({ id, state: 'running' })
  clock.advance(9_999)
  expect(await replays.claim('b', 10, 'events')).toBeNull()
  const progress = { events: 3, cascades: 2, totalEvents: 9, totalCascades: 4 }
  const at = { round: 0, taken: 3, epoch: 1_000 }
  expect(await replays.advance(id, 'b', 10, at, progress)).toBe(false)
  expect(await replays.advance(id, 'a', 10, at, progress)).toBe(true)
  for (const owner of ['b', 'a']) {
    await replays.noteBefore(id, owner, `before ${owner}`)
    await replays.noteContent(id, owner, `content ${owner}`)
  }
  expect(await replays.get(id)).toMatchObject({
    place: at,
    progress,
    before: 'before a',
    content: 'content a'
  })
  await replays.finish(id, 'b', 'failed', 'not its own')
  await replays.release(id, 'b')
  expect(await replays.get(id)).toMatchObject({ state: 'running' })
  clock.advance(9_999)
  expect(await replays.claim('b', 10, 'events')).toBeNull()
  clock.advance(1)
  expect(await replays.claim('b', 10, 'events')).toMatchObject({ id })
  expect(await replays.advance(id, 'a', 10, at, progress)).toBe(false)
  await replays.finish(id, 'b', 'succeeded', null)
  expect(await replays.get(id)).toMatchObject({ state: 'succeeded', finishedAt: clock.now() })
  await replays.stop(id)
  expect(await replays.get(id)).toMatchObject({ state: 'succeeded' })
})

test('a queued replay is at round 0 with no events taken', async () => {
  const { replays } = await openStores(buildSetClock())
  const { id } = await replays.request({ label: 'folder', folder: 'f', options: '{}' })
  expect(await replays.get(id)).toMatchObject({
    place: null,
    progress: { events: 0, cascades: 0, totalEvents: null, totalCascades: null }
  })
})

test('returns the same secret of a name to all processes', async () => {
  const { database } = await openStores(buildSetClock())
  const [first, second] = [buildSecrets(database), buildSecrets(database)]
  expect(await first.obtain('a', () => 'one')).toBe('one')
  expect(await first.obtain('b', () => 'two')).toBe('two')
  expect(await second.obtain('a', () => 'three')).toBe('one')
})

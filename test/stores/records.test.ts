import { expect, test } from 'vitest'
import type { Submission } from '../../stores/predictions.ts'
import { buildSecrets } from '../../stores/secrets.ts'
import { openStores, type Stores } from '../harness/open-stores.ts'
import { buildSetClock } from '../harness/set-clock.ts'

const predictor = 'echo'

async function predictAndFinish({ predictions }: Stores, subject: string, modelVersion: number | null) {
  const submission: Submission = {
    predictor,
    subject,
    slice: '300',
    input: '{"x":1}',
    pinnedVersion: null,
    callback: null,
    requestId: null
  }
  const accepted = await predictions.accept(submission)
  const [claim] = await predictions.claim([accepted], 'w', 30)
  await predictions.finish([
    {
      claim: claim!,
      state: 'succeeded',
      output: '{"y":2}',
      features: null,
      modelVersion,
      modelChecksum: null,
      timings: null
    }
  ])
  return accepted.id
}

test('an outcome is revised only by another outcome', async () => {
  const { outcomes } = await openStores(buildSetClock())
  const put = (outcome: string) =>
    outcomes.put({ predictor, subject: 's', outcome, endedAt: 5, source: 'reported' })
  expect(await put('{"size":3}')).toMatchObject({ revision: 1, isNew: true })
  expect(await put('{"size":3}')).toMatchObject({ revision: 1, isNew: false })
  expect(await put('{"size":4}')).toMatchObject({ revision: 2, isNew: true })
  expect(await outcomes.get(predictor, 's')).toMatchObject({ outcome: '{"size":4}', revision: 2 })
})

test('an outcome is open until settled, and again when revised, re-versioned or gained by a later prediction', async () => {
  const stores = await openStores(buildSetClock())
  const { outcomes, samples } = stores
  const first = await predictAndFinish(stores, 's', 1)
  await outcomes.put({ predictor, subject: 's', outcome: '{"size":3}', endedAt: 5, source: 'reported' })
  const sample = { predictor, version: 1, subject: 's', slice: '300', sample: '[3]', endedAt: 5 }
  const settleAll = async (version = 1) => {
    const open = await outcomes.open(predictor, version, 10)
    const made = { samples: [{ ...sample, version }], scores: [] }
    for (const each of open) expect(await outcomes.settle(each, version, made)).toBe(true)
    return open.map(each => each.predictions.map(prediction => prediction.id))
  }
  expect(await settleAll()).toEqual([[first]])
  expect(await settleAll()).toEqual([])
  expect(await samples.count({ predictor, version: 1 })).toBe(1)
  const second = await predictAndFinish(stores, 's', 2)
  expect(await settleAll()).toEqual([[first, second]])
  await outcomes.put({ predictor, subject: 's', outcome: '{"size":9}', endedAt: 6, source: 'reported' })
  expect(await settleAll()).toEqual([[first, second]])
  expect(await settleAll(2)).toEqual([[first, second]])
  expect(await settleAll(2)).toEqual([])
  expect(await samples.count({ predictor, version: 1 })).toBe(1)
  expect(await samples.countOutdated(predictor, 2)).toBe(1)
  expect(await samples.removeOutdated(predictor, 2, 10)).toBe(1)
  expect(await samples.countOutdated(predictor, 2)).toBe(0)
})

test('settling what was revised, or gained a prediction, meanwhile writes nothing', async () => {
  const stores = await openStores(buildSetClock())
  const { outcomes, samples } = stores
  const report = { predictor, subject: 's', outcome: '{}', endedAt: 5, source: 'reported' as const }
  const sample = { predictor, version: 1, subject: 's', slice: null, sample: '[]', endedAt: 5 }
  await outcomes.put(report)
  const [before] = await outcomes.open(predictor, 1, 10)
  await outcomes.put({ ...report, outcome: '{"more":1}' })
  expect(await outcomes.settle(before!, 1, { samples: [sample], scores: [] })).toBe(false)
  const [now] = await outcomes.open(predictor, 1, 10)
  await predictAndFinish(stores, 's', 1)
  expect(await outcomes.settle(now!, 1, { samples: [sample], scores: [] })).toBe(false)
  expect(await samples.count({ predictor, version: 1 })).toBe(0)
})

test('an outcome belongs to its predictor, and is held against the predictions that succeeded', async () => {
  const stores = await openStores(buildSetClock())
  const { outcomes, predictions } = stores
  const report = { subject: 's', endedAt: 5, source: 'reported' as const }
  await outcomes.put({ ...report, predictor: 'another', outcome: '{"size":1}' })
  expect(await outcomes.get(predictor, 's')).toBeNull()
  await outcomes.put({ ...report, predictor, outcome: '{"size":2}' })
  expect(await outcomes.get(predictor, 's')).toMatchObject({ outcome: '{"size":2}' })
  expect(await outcomes.get('another', 's')).toMatchObject({ outcome: '{"size":1}' })
  const succeeded = await predictAndFinish(stores, 's', 1)
  await predictions.accept({
    predictor,
    subject: 's',
    slice: '300',
    input: '{"x":1}',
    pinnedVersion: null,
    callback: null,
    requestId: null
  })
  const [open] = await outcomes.open(predictor, 1, 10)
  expect(open!.predictions.map(({ id }) => id)).toEqual([succeeded])
})

test('samples are one a subject, slice and version; listed in pages by end', async () => {
  const { samples } = await openStores(buildSetClock())
  const make = (subject: string, endedAt: number, sample = '[]') => ({
    predictor,
    version: 1,
    subject,
    slice: '300',
    sample,
    endedAt
  })
  await samples.put([make('a', 30), make('b', 10), make('c', 20), make('d', 20)])
  await samples.put([make('a', 30, '[9]'), make('a', 30, '[10]')])
  const seen: string[] = []
  for (let after: { endedAt: number; id: string } | undefined; ; ) {
    const page = await samples.list({ predictor, version: 1 }, { limit: 1, after })
    if (page.length === 0) break
    seen.push(`${page[0]!.subject}${page[0]!.sample}`)
    after = page[0]
  }
  expect(seen).toEqual(['b[]', 'c[]', 'd[]', 'a[10]'])
  expect(await samples.count({ predictor, version: 1, endedAfter: 10 })).toBe(3)
  expect(await samples.sweep(predictor, 2, 10)).toBe(2)
  expect((await samples.list({ predictor, version: 1 }, { limit: 9 })).map(each => each.subject)).toEqual([
    'd',
    'a'
  ])
})

test('scores are summed up by version and slice, medians as everyone knows them', async () => {
  const { scores, database } = await openStores(buildSetClock())
  const make = (id: number, modelVersion: number | null, slice: string, loss: number | null) => ({
    predictionId: `p${id}`,
    predictor,
    modelVersion,
    slice,
    subject: `s${id}`,
    loss,
    modelLessLoss: 2,
    baselineLosses: id === 5 ? {} : { constant: id, 'by-hour': id * id },
    endedAt: id,
    forecastAt: id
  })
  await database.write(transaction =>
    scores.add(transaction, [
      make(1, 7, '300', 1),
      make(2, 7, '300', 5),
      make(3, 7, '300', 2),
      make(4, 7, '300', null),
      make(5, 7, '600', 4),
      make(6, 7, '600', 2),
      make(7, null, '300', 9)
    ])
  )
  const summary = await scores.summarize({ predictor })
  expect(summary.map(each => [each.modelVersion, each.slice, each.count, each.failures])).toEqual([
    [null, '300', 1, 0],
    [7, '300', 4, 1],
    [7, '600', 2, 0]
  ])
  expect(summary[1]).toMatchObject({
    medianLoss: 2,
    meanModelLessLoss: 2,
    meanBaselineLosses: { constant: 2.5, 'by-hour': 7.5 },
    medianBaselineLosses: { constant: 2.5, 'by-hour': 6.5 },
    lastEndedAt: 4
  })
  expect(summary[1]!.meanLoss).toBeCloseTo(8 / 3, 12)
  expect(summary[2]).toMatchObject({ meanLoss: 3, medianLoss: 3, meanBaselineLosses: { constant: 6 } })
  expect(await scores.summarize({ predictor, modelVersion: null })).toHaveLength(1)
  expect(await scores.summarize({ predictor, modelVersion: 7, endedAfter: 4 })).toHaveLength(1)
  const overTime = await scores.summarize({ predictor, periodMilliseconds: 3 })
  expect(
    overTime.map(each => [each.modelVersion, each.slice, each.periodAt, each.count, each.meanLoss])
  ).toEqual([
    [null, '300', 6, 1, 9],
    [7, '300', 0, 2, 3],
    [7, '300', 3, 2, 2],
    [7, '600', 3, 1, 4],
    [7, '600', 6, 1, 2]
  ])
  expect(overTime[1]).toMatchObject({ medianLoss: 3, firstEndedAt: 1, lastEndedAt: 2 })
  expect(overTime.map(each => each.meanBaselineLosses.constant)).toEqual([7, 1.5, 3.5, undefined, 6])
  expect(await scores.rollingLoss(predictor, 7, 2)).toEqual({ mean: 3, count: 2 })
  expect(await scores.rollingLoss(predictor, 8, 2)).toBeNull()
})

test('a training run is asked for, begun once, ended once', async () => {
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

test('a lease of a clock that was far ahead, as of a database restored elsewhere, is free', async () => {
  const clock = buildSetClock()
  const { leases } = await openStores(clock)
  clock.step(3_600_000)
  expect(await leases.take('x', 'before', 10)).toBe(true)
  clock.step(-3_600_000)
  expect(await leases.take('x', 'now', 10)).toBe(true)
  expect(await leases.take('x', 'before', 10)).toBe(false)
})

test('a lease has one owner, until it is dropped or over', async () => {
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

test('webhooks are taken by one sender, wait longer each time, and are abandoned in the end', async () => {
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

test('webhooks of a host beyond its bound are left for later, and another host comes first', async () => {
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

test('webhooks taken at once are bounded by their bytes, and a large one is taken alone', async () => {
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

test('an unreadable message is listed once, redriven once, and swept', async () => {
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

test('removes a letter once, and says when there is none', async () => {
  const { deadLetters } = await openStores(buildSetClock())
  await deadLetters.add({ id: 'dlt_x', queue: 'q', body: 'x', properties: null, reason: 'it is no JSON' })
  expect(await deadLetters.remove('dlt_y')).toBe(false)
  expect(await deadLetters.remove('dlt_x')).toBe(true)
  expect(await deadLetters.remove('dlt_x')).toBe(false)
  expect(await deadLetters.count()).toBe(0)
})

test('lists replays newest first, page by page, each once', async () => {
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

test('a letter without a byte is not sent again', async () => {
  const { deadLetters, outbox } = await openStores(buildSetClock())
  const batch = { id: 'dlt_b', queue: 'events', body: '', properties: null, reason: 'the checksum is wrong' }
  await deadLetters.add(batch)
  expect(await deadLetters.redrive('dlt_b')).toMatchObject({ is: 'empty' })
  expect(await outbox.due('message', 'events', 10)).toEqual([])
  expect((await deadLetters.list({}, { limit: 10 })).items).toHaveLength(1)
})

test('processes are known by their heartbeats', async () => {
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

test('a trainer begins, lists and fails the runs of its own predictor alone', async () => {
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

test('a replay is its owner’s alone, from its claim to its end', async () => {
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

test('a replay that has not begun is at round 0 with nothing taken', async () => {
  const { replays } = await openStores(buildSetClock())
  const { id } = await replays.request({ label: 'folder', folder: 'f', options: '{}' })
  expect(await replays.get(id)).toMatchObject({
    place: null,
    progress: { events: 0, cascades: 0, totalEvents: null, totalCascades: null }
  })
})

test('a sweep of samples takes one too many, and no more', async () => {
  const { samples } = await openStores(buildSetClock())
  const make = (subject: string, endedAt: number) => ({
    predictor,
    version: 1,
    subject,
    slice: null,
    sample: '[]',
    endedAt
  })
  await samples.put([make('a', 1), make('b', 2), make('c', 3)])
  expect(await samples.sweep(predictor, 2, 10)).toBe(1)
  expect(await samples.sweep(predictor, 2, 10)).toBe(0)
  expect((await samples.list({ predictor, version: 1 }, { limit: 9 })).map(each => each.subject)).toEqual([
    'b',
    'c'
  ])
})

test('the rolling loss leaves out forecasts of a version that was asked for by name', async () => {
  const { scores, predictions, database } = await openStores(buildSetClock())
  const accept = (pinnedVersion: number | null) =>
    predictions.accept({
      predictor,
      subject: 's',
      slice: null,
      input: '{}',
      pinnedVersion,
      callback: null,
      requestId: null
    })
  const score = { predictor, slice: null, subject: 's', modelLessLoss: 1, baselineLosses: {}, endedAt: 1 }
  const [served, pinned] = [await accept(null), await accept(7)]
  await database.write(transaction =>
    scores.add(transaction, [
      { ...score, predictionId: served.id, modelVersion: 7, loss: 2, forecastAt: 1 },
      { ...score, predictionId: pinned.id, modelVersion: 7, loss: 8, forecastAt: 2 },
      { ...score, predictionId: 'gone', modelVersion: null, loss: 3, forecastAt: 3 },
      { ...score, predictionId: 'failed', modelVersion: null, loss: null, forecastAt: 4 }
    ])
  )
  expect(await scores.rollingLoss(predictor, 7, 10)).toEqual({ mean: 2, count: 1 })
  expect(await scores.rollingLoss(predictor, null, 10)).toEqual({ mean: 3, count: 1 })
})

test('withdraws more outcomes than one transaction takes', async () => {
  const { outcomes, outcomeWithdrawals, database } = await openStores(buildSetClock())
  const report = { predictor, outcome: '{}', endedAt: 1, source: 'reported' as const }
  await database.write(async transaction => {
    for (let number = 0; number < 501; number++)
      await outcomes.putWithin(transaction, { ...report, subject: `s${number}` })
  })
  expect(await outcomeWithdrawals.withdraw({ predictor }, 'test')).toMatchObject({ outcomes: 501 })
  expect(await outcomes.count(predictor)).toBe(0)
})

test('one secret a name, the same for all processes', async () => {
  const { database } = await openStores(buildSetClock())
  const [first, second] = [buildSecrets(database), buildSecrets(database)]
  expect(await first.obtain('a', () => 'one')).toBe('one')
  expect(await first.obtain('b', () => 'two')).toBe('two')
  expect(await second.obtain('a', () => 'three')).toBe('one')
})

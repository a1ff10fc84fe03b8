import { expect, test } from 'vitest'
import { openStores } from '../harness/open-stores.ts'
import { buildSetClock } from '../harness/set-clock.ts'
import { submission, succeed } from './predictions-setup.ts'

test('stores an accepted prediction with its input and its job on the outbox', async () => {
  const { predictions, outbox } = await openStores(buildSetClock())
  const accepted = await Promise.all(
    Array.from({ length: 150 }, (_, index) => predictions.accept({ ...submission, input: `${index}` }))
  )
  expect(new Set(accepted.map(each => each.id)).size).toBe(150)
  const found = await Promise.all(accepted.map(({ id }) => predictions.get(id)))
  expect(found.every(each => each?.state === 'queued' && each.generation === 1 && each.attempts === 0)).toBe(
    true
  )
  const inputs = await Promise.all(accepted.map(({ id }) => predictions.input(id)))
  expect(inputs).toEqual(accepted.map((_, index) => `${index}`))
  const jobs = await outbox.due('job', 'predict.echo', 1000)
  expect(jobs.map(job => JSON.parse(job.payload).id).sort()).toEqual(accepted.map(each => each.id).sort())
  expect(jobs.every(job => job.destination === 'predict.echo')).toBe(true)
})

test('says in job, row and message that a prediction is an extra one, and how it was timed', async () => {
  const { predictions, outbox } = await openStores(buildSetClock())
  const extra = { id: 'c/resumed/2', reason: 'resumed' }
  const { id } = await predictions.accept({ ...submission, extra, timedBy: 'clock' })
  const [job] = await outbox.due('job', 'predict.echo', 10)
  expect(JSON.parse(job!.payload)).toEqual({ id, generation: 1, priority: 'low' })
  expect(await predictions.get(id)).toMatchObject({ extra, timedBy: 'clock' })
  const [claim] = await predictions.claim([{ id, generation: 1 }], 'worker', 30)
  await predictions.finish([succeed(claim!)])
  const [message] = await outbox.due('message', 'groundswell.predictions', 10)
  expect(JSON.parse(message!.payload).data).toMatchObject({ id, extra, timedBy: 'clock' })
})

test('ids sort by time and have the documented format', async () => {
  const clock = buildSetClock()
  const { predictions } = await openStores(clock)
  const first = await predictions.accept(submission)
  clock.advance(1)
  const second = await predictions.accept(submission)
  expect(first.id).toMatch(/^prd_[0-9a-hjkmnp-tv-z]{26}$/)
  expect(first.id < second.id).toBe(true)
})

test('concurrent requests with one idempotency key make one prediction; a different body is rejected', async () => {
  const { predictions } = await openStores(buildSetClock())
  const keyed = (bodyHash: string) =>
    predictions.accept({ ...submission, idempotency: { key: 'cascades::k', bodyHash } })
  const together = await Promise.allSettled([keyed('a'), keyed('a'), keyed('b'), keyed('a')])
  const accepted = together.flatMap(each => (each.status === 'fulfilled' ? [each.value] : []))
  expect(new Set(accepted.map(each => each.id)).size).toBe(1)
  expect(accepted.map(each => each.isReplay)).toEqual([false, true, true])
  expect(together[2]).toMatchObject({ status: 'rejected', reason: { code: 'idempotency-key-reused' } })
  expect(await keyed('a')).toMatchObject({ id: accepted[0]!.id, isReplay: true })
  await expect(keyed('b')).rejects.toMatchObject({ code: 'idempotency-key-reused', kind: 'caller' })
  expect((await predictions.list({}, { limit: 10 })).items).toHaveLength(1)
})

test('lists predictions newest first, by page, with every filter', async () => {
  const clock = buildSetClock()
  const { predictions } = await openStores(clock)
  const ids: string[] = []
  for (let index = 0; index < 7; index++) {
    const predictor = index % 2 === 0 ? 'even' : 'odd'
    ids.push((await predictions.accept({ ...submission, predictor, subject: `s${index}` })).id)
    clock.advance(1000)
  }
  const [claim] = await predictions.claim([{ id: ids[3]!, generation: 1 }], 'w', 30)
  await predictions.finish([succeed(claim!)])
  const list = async (filter: Parameters<typeof predictions.list>[0]) =>
    (await predictions.list(filter, { limit: 100 })).items.map(each => ids.indexOf(each.id))
  expect(await list({})).toEqual([6, 5, 4, 3, 2, 1, 0])
  expect(await list({ predictor: 'odd' })).toEqual([5, 3, 1])
  expect(await list({ state: 'succeeded' })).toEqual([3])
  expect(await list({ state: 'queued', predictor: 'odd' })).toEqual([5, 1])
  expect(await list({ subject: 's4', predictor: 'even' })).toEqual([4])
  expect(await list({ modelVersion: 4 })).toEqual([3])
  const start = (await predictions.get(ids[0]!))!.createdAt
  expect(await list({ createdFrom: start + 2000, createdBefore: start + 4000 })).toEqual([3, 2])
  const seen: number[] = []
  for (let cursor: string | undefined; ; ) {
    const page = await predictions.list({}, { limit: 3, cursor })
    seen.push(...page.items.map(each => ids.indexOf(each.id)))
    if (page.next === null) break
    cursor = page.next
  }
  expect(seen).toEqual([6, 5, 4, 3, 2, 1, 0])
})

test('rejects submissions above the maximum backlog', async () => {
  const clock = buildSetClock()
  const { predictions } = await openStores(clock, { maxBacklog: 5 })
  const together = await Promise.allSettled(Array.from({ length: 8 }, () => predictions.accept(submission)))
  expect(together.filter(each => each.status === 'fulfilled')).toHaveLength(5)
  expect(together.at(-1)).toMatchObject({ reason: { code: 'backlog-full', retryAfterSeconds: 5 } })
  const [first] = (await predictions.list({}, { limit: 1 })).items
  await predictions.cancel(first!.id)
  await expect
    .poll(() => {
      clock.advance(1001)
      return predictions.accept(submission).then(
        () => 'accepted',
        () => 'refused'
      )
    })
    .toBe('accepted')
})

test('deletes all rows of a subject and no others', async () => {
  const stores = await openStores(buildSetClock())
  const { predictions, outcomes, samples, database } = stores
  const key = { key: 'k', bodyHash: 'h' }
  const gone = await predictions.accept({
    ...submission,
    subject: 'gone',
    callback: 'https://a.example',
    idempotency: key
  })
  const kept = await predictions.accept({ ...submission, subject: 'kept' })
  const claims = await predictions.claim([gone, kept], 'w', 30)
  await predictions.finish(claims.map(claim => succeed(claim)))
  for (const subject of ['gone', 'kept']) {
    await outcomes.put({ predictor: 'echo', subject, outcome: '{}', endedAt: 1, source: 'reported' })
    await samples.put([{ predictor: 'echo', version: 1, subject, slice: null, sample: '[]', endedAt: 1 }])
  }
  expect(await predictions.deleteSubject('echo', 'gone')).toBe(1)
  expect(await predictions.get(gone.id)).toBeNull()
  expect(await predictions.input(gone.id)).toBeNull()
  expect(await outcomes.get('echo', 'gone')).toBeNull()
  expect(await samples.count({ predictor: 'echo', version: 1 })).toBe(1)
  for (const table of ['idempotency_keys', 'webhook_deliveries'] as const) {
    expect(await database.reader.selectFrom(table).selectAll().execute()).toEqual([])
  }
  const outbox = await database.reader.selectFrom('outbox').selectAll().execute()
  expect(JSON.stringify(outbox)).toContain(kept.id)
  expect(JSON.stringify(outbox)).not.toContain(gone.id)
  expect(await predictions.get(kept.id)).not.toBeNull()
  expect(await outcomes.get('echo', 'kept')).not.toBeNull()
})

test('sweeps ended predictions after their retention and never one that has not ended', async () => {
  const clock = buildSetClock()
  const { predictions } = await openStores(clock, { deadlineSeconds: 10 * 86_400 })
  const ended = await predictions.accept(submission)
  const open = await predictions.accept(submission)
  const [claim] = await predictions.claim([ended], 'w', 30)
  await predictions.finish([succeed(claim!)])
  clock.advance(86_400_000)
  expect(await predictions.sweep(10)).toBe(0)
  clock.advance(1)
  expect(await predictions.sweep(10)).toBe(1)
  expect(await predictions.get(ended.id)).toBeNull()
  expect(await predictions.input(ended.id)).toBeNull()
  expect(await predictions.get(open.id)).not.toBeNull()
})

test('figures count predictions by state, age and outcome', async () => {
  const clock = buildSetClock()
  const { predictions } = await openStores(clock)
  const first = await predictions.accept(submission)
  clock.advance(5000)
  const others = await Promise.all([1, 2, 3].map(() => predictions.accept(submission)))
  const [claim] = await predictions.claim([others[0]!], 'w', 30)
  await predictions.finish([succeed(claim!)])
  await predictions.claim([others[1]!], 'w', 30)
  const figures = { queued: 2, running: 1, endedLastMinute: { succeeded: 1, failed: 0, canceled: 0 } }
  expect(await predictions.figures()).toMatchObject(figures)
  expect(await predictions.figures('echo')).toMatchObject({ ...figures, oldestQueuedAt: first.createdAt })
  expect(await predictions.figures('other')).toMatchObject({ queued: 0, running: 0, oldestQueuedAt: null })
  clock.advance(60_000)
  expect((await predictions.figures()).endedLastMinute.succeeded).toBe(0)
})

test('a retried prediction gets a new deadline, the default or the requested one', async () => {
  const clock = buildSetClock()
  const { predictions } = await openStores(clock)
  const { id } = await predictions.accept(submission)
  clock.advance(5_000)
  await predictions.cancel(id)
  await predictions.retry(id)
  expect(await predictions.get(id)).toMatchObject({ deadlineAt: clock.now() + 3_600_000 })
  await predictions.cancel(id)
  await predictions.retry(id, clock.now() + 7_000)
  expect(await predictions.get(id)).toMatchObject({ deadlineAt: clock.now() + 7_000 })
})

import { expect, onTestFinished, test, vi } from 'vitest'
import type { Claim, Submission } from '../../stores/predictions.ts'
import { buildStores, openStores, openTestDatabase } from '../harness/open-stores.ts'
import { buildSetClock, type SetClock } from '../harness/set-clock.ts'

const submission: Submission = {
  predictor: 'echo',
  subject: null,
  slice: null,
  input: '{"events":[1,2,3]}',
  pinnedVersion: null,
  callback: null,
  requestId: 'req-1'
}
const succeed = (claim: Claim, output = '{"point":7}') => ({
  claim,
  state: 'succeeded' as const,
  output,
  features: '[1]',
  modelVersion: 4,
  modelChecksum: 'abc',
  timings: '{}'
})

test('what was accepted is there, with its input and its job on the outbox', async () => {
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

test('ids sort by time and look as they should', async () => {
  const clock = buildSetClock()
  const { predictions } = await openStores(clock)
  const first = await predictions.accept(submission)
  clock.advance(1)
  const second = await predictions.accept(submission)
  expect(first.id).toMatch(/^prd_[0-9a-hjkmnp-tv-z]{26}$/)
  expect(first.id < second.id).toBe(true)
})

test('one idempotency key is one prediction, however many bring it at once; another body is refused', async () => {
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

test('an attempt is claimed once, told what it needs, and ended once', async () => {
  const clock = buildSetClock()
  const { predictions } = await openStores(clock)
  const { id } = await predictions.accept({ ...submission, pinnedVersion: 3, subject: 'c1', slice: '300' })
  const message = { id, generation: 1 }
  const [claims, others] = await Promise.all([
    predictions.claim([message], 'worker-a', 30),
    predictions.claim([message], 'worker-b', 30)
  ])
  expect([...claims, ...others]).toHaveLength(1)
  const claim = [...claims, ...others][0]!
  expect(claim).toMatchObject({ id, generation: 1, attempt: 1, input: submission.input, pinnedVersion: 3 })
  expect(await predictions.finish([succeed(claim)])).toEqual(['written'])
  expect(await predictions.finish([succeed(claim, '{"point":8}')])).toEqual(['stale'])
  expect(await predictions.get(id)).toMatchObject({
    state: 'succeeded',
    output: '{"point":7}',
    modelVersion: 4,
    modelChecksum: 'abc',
    keepUntil: clock.now() + 86_400_000
  })
  expect(await predictions.claim([message], 'worker-a', 30)).toEqual([])
})

test('a message from a process whose clock is ahead by half a second is no message of another time', async () => {
  const clock = buildSetClock()
  const { predictions } = await openStores(clock)
  const { id } = await predictions.accept(submission)
  clock.step(-500)
  expect(await predictions.claim([{ id, generation: 1 }], 'worker', 30)).toHaveLength(1)
})

test('a postponed attempt waits longer each time, is due when its job is, and fails after the last', async () => {
  const clock = buildSetClock()
  const { predictions, outbox, deadLetters } = await openStores(clock)
  const { id } = await predictions.accept(submission)
  const message = { id, generation: 1 }
  for (const [attempt, pause] of [
    [1, 1000],
    [2, 2000]
  ] as const) {
    const [claim] = await predictions.claim([message], 'w', 30)
    expect(claim?.attempt).toBe(attempt)
    await predictions.postpone([{ claim: claim!, code: 'blobs-unavailable', reason: 'no model' }])
    const row = await predictions.get(id)
    expect(row).toMatchObject({ state: 'queued', error: { code: 'blobs-unavailable', reason: 'no model' } })
    expect(row!.nextAttemptAt).toBe(clock.now() + pause)
    expect(await predictions.claim([message], 'w', 30)).toEqual([])
    const isDue = async () =>
      (await outbox.due('job', 'predict.echo', 10)).some(job => job.id.startsWith(`${id}.1.${attempt}.`))
    expect(await isDue()).toBe(false)
    clock.advance(pause)
    expect(await isDue()).toBe(true)
  }
  const [last] = await predictions.claim([message], 'w', 30)
  await predictions.postpone([{ claim: last!, code: 'blobs-unavailable', reason: 'no model' }])
  expect(await predictions.get(id)).toMatchObject({ state: 'failed', attempts: 3 })
  const { items } = await deadLetters.list({}, { limit: 10 })
  expect(items).toMatchObject([{ predictionId: id, reason: 'blobs-unavailable: no model' }])
})

test('a job waits for the server of its predictor beyond its attempts, until its deadline', async () => {
  const clock = buildSetClock()
  const { predictions, outbox } = await openStores(clock)
  const { id, deadlineAt } = await predictions.accept(submission)
  const message = { id, generation: 1 }
  const away = { code: 'predictor-unavailable', reason: 'nobody answers' }
  const postpone = async () => {
    const [claim] = await predictions.claim([message], 'w', 30)
    expect(await predictions.postpone([{ claim: claim!, ...away }])).toEqual(['written'])
    return (await predictions.get(id))!
  }
  const jobs = new Set<string>()
  for (let times = 0; times < 10; times++) {
    const row = await postpone()
    expect(row).toMatchObject({ state: 'queued', error: away })
    clock.advance(row.nextAttemptAt - clock.now())
    for (const job of await outbox.due('job', 'predict.echo', 100)) jobs.add(job.id)
  }
  // Each attempt has a message of its own.
  expect(jobs.size).toBe(11)
  // Of three attempts two are left: one worker may be lost.
  const [claim] = await predictions.claim([message], 'w', 30)
  expect(claim?.attempt).toBe(2)
  await predictions.release([claim!])
  clock.advance(deadlineAt - clock.now() - 1)
  expect(await postpone()).toMatchObject({ state: 'failed', error: away })
})

test('a released attempt costs nothing and can be claimed at once', async () => {
  const { predictions } = await openStores(buildSetClock())
  const { id } = await predictions.accept(submission)
  const [claim] = await predictions.claim([{ id, generation: 1 }], 'w', 30)
  expect(await predictions.release([claim!])).toEqual(['written'])
  expect(await predictions.get(id)).toMatchObject({ state: 'queued', attempts: 0 })
  expect((await predictions.claim([{ id, generation: 1 }], 'w', 30))[0]?.attempt).toBe(1)
})

test('who released an attempt cannot write to it any more, whoever holds the next one of its number', async () => {
  const { predictions } = await openStores(buildSetClock())
  const { id } = await predictions.accept(submission)
  const claim = async (owner: string) => (await predictions.claim([{ id, generation: 1 }], owner, 30))[0]!
  for (const next of ['w', 'another']) {
    const before = await claim('w')
    await predictions.release([before])
    const now = await claim(next)
    expect(now.attempt).toBe(before.attempt)
    expect(await predictions.lost([before])).toEqual([id])
    expect(await predictions.finish([succeed(before)])).toEqual(['stale'])
    expect(await predictions.postpone([{ claim: before, code: 'internal', reason: 'late' }])).toEqual([
      'stale'
    ])
    expect(await predictions.release([before])).toEqual(['stale'])
    expect(await predictions.release([now])).toEqual(['written'])
  }
})

test('canceling tells the worker, and what the worker still brings is stale', async () => {
  const { predictions } = await openStores(buildSetClock())
  const { id } = await predictions.accept(submission)
  const [claim] = await predictions.claim([{ id, generation: 1 }], 'w', 30)
  const canceledIds: string[] = []
  predictions.onCanceled(canceled => canceledIds.push(canceled))
  expect(await predictions.lost([claim!])).toEqual([])
  expect(await predictions.cancel(id)).toMatchObject({ is: 'done', prediction: { state: 'canceled' } })
  expect(canceledIds).toEqual([id])
  expect(await predictions.lost([claim!])).toEqual([id])
  expect(await predictions.renew([claim!], 30)).toEqual([id])
  expect(await predictions.finish([succeed(claim!)])).toEqual(['stale'])
  expect(await predictions.cancel(id)).toMatchObject({ is: 'refused', prediction: { state: 'canceled' } })
  expect(await predictions.cancel('prd_none')).toEqual({ is: 'not-found' })
})

test('a retried one runs in a new generation that the old one cannot touch', async () => {
  const { predictions, deadLetters } = await openStores(buildSetClock())
  const { id } = await predictions.accept(submission)
  const [old] = await predictions.claim([{ id, generation: 1 }], 'w', 30)
  expect(await predictions.retry(id)).toMatchObject({ is: 'refused' })
  const failed = { claim: old!, state: 'failed' as const, code: 'internal', reason: 'bug' }
  await predictions.finish([{ ...failed, modelVersion: null, modelChecksum: null, timings: null }])
  const deadLetter = (await deadLetters.list({}, { limit: 1 })).items[0]!
  expect(await deadLetters.redrive(deadLetter.id)).toMatchObject({
    is: 'done',
    deadLetter: { predictionId: id }
  })
  expect(await deadLetters.redrive(deadLetter.id)).toMatchObject({ is: 'refused' })
  expect(await predictions.get(id)).toMatchObject({
    state: 'queued',
    generation: 2,
    attempts: 0,
    error: null
  })
  expect(await predictions.claim([{ id, generation: 1 }], 'w', 30)).toEqual([])
  const [claim] = await predictions.claim([{ id, generation: 2 }], 'w', 30)
  expect(await predictions.finish([succeed(old!)])).toEqual(['stale'])
  expect(await predictions.finish([succeed(claim!)])).toEqual(['written'])
})

test('the reaper fails what is late and takes back what lost its worker', async () => {
  const clock = buildSetClock()
  const { predictions } = await openStores(clock)
  const late = await predictions.accept({ ...submission, deadlineAt: clock.now() + 5000 })
  const lost = await predictions.accept(submission)
  await predictions.claim([{ id: lost.id, generation: 1 }], 'w', 10)
  expect(await predictions.reap()).toEqual({ deadlinePassed: 0, requeued: 0, exhausted: 0 })
  clock.advance(10_000)
  expect(await predictions.reap()).toEqual({ deadlinePassed: 1, requeued: 1, exhausted: 0 })
  expect(await predictions.get(late.id)).toMatchObject({
    state: 'failed',
    error: { code: 'deadline-passed' }
  })
  expect(await predictions.get(lost.id)).toMatchObject({ state: 'queued', attempts: 1 })
  for (const attempt of [2, 3]) {
    expect(await predictions.claim([{ id: lost.id, generation: 1 }], 'w', 10)).toMatchObject([{ attempt }])
    clock.advance(10_000)
    await predictions.reap()
  }
  expect(await predictions.get(lost.id)).toMatchObject({ state: 'failed', error: { code: 'thread-crashed' } })
})

test('after a crash of the only process what it ran is queued at once', async () => {
  const { predictions } = await openStores(buildSetClock())
  const { id } = await predictions.accept(submission)
  await predictions.claim([{ id, generation: 1 }], 'dead', 3600)
  expect(await predictions.reap({ isFresh: true })).toMatchObject({ requeued: 1 })
  expect(await predictions.claim([{ id, generation: 1 }], 'alive', 30)).toMatchObject([{ attempt: 2 }])
})

test('waiting is answered by the end, by the time, or by going away', async () => {
  const { predictions } = await openStores(buildSetClock())
  const { id } = await predictions.accept(submission)
  const waiting = predictions.waitForEnd(id, 60_000)
  const [claim] = await predictions.claim([{ id, generation: 1 }], 'w', 30)
  const aborting = new AbortController()
  const aborted = predictions.waitForEnd(id, 60_000, aborting.signal)
  aborting.abort()
  expect(await aborted).toMatchObject({ state: 'running' })
  expect(await predictions.waitForEnd(id, 1)).toMatchObject({ state: 'running' })
  await predictions.finish([succeed(claim!)])
  expect(await waiting).toMatchObject({ state: 'succeeded' })
  expect(await predictions.waitForEnd(id, 60_000)).toMatchObject({ state: 'succeeded' })
  expect(await predictions.waitForEnd('prd_none', 60_000)).toBeNull()
})

test('lists come newest first, page by page, by every filter', async () => {
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

test('above the backlog nothing more is accepted', async () => {
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

test('deleting a subject leaves no trace of it, and of nothing else', async () => {
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

test('ended ones are swept when their time is over, not before, and never one that has not ended', async () => {
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

test('figures count by state, age and outcome', async () => {
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

test('a queued one whose message was lost gets another', async () => {
  const clock = buildSetClock()
  const { predictions, outbox, database } = await openStores(clock)
  const { id } = await predictions.accept(submission)
  await database.write(transaction => transaction.deleteFrom('outbox').execute())
  clock.advance(29_000)
  expect(await predictions.requeueSilent('echo', 30, 10)).toBe(0)
  clock.advance(1000)
  expect(await predictions.requeueSilent('echo', 30, 10)).toBe(1)
  expect(await predictions.requeueSilent('echo', 30, 10)).toBe(0)
  expect((await outbox.due('job', 'predict.echo', 10)).map(job => job.payload)).toEqual([
    `{"id":"${id}","generation":1}`
  ])
})

test.each(['generation', 'attempt', 'owner'] as const)(
  'a claim with another %s changes nothing',
  async name => {
    const { predictions } = await openStores(buildSetClock())
    const { id } = await predictions.accept(submission)
    const [claim] = await predictions.claim([{ id, generation: 1 }], 'w', 30)
    const stale: Claim = { ...claim!, [name]: name === 'owner' ? 'other' : 2 }
    expect(await predictions.lost([stale])).toEqual([id])
    expect(await predictions.renew([stale], 30)).toEqual([id])
    expect(await predictions.finish([succeed(stale)])).toEqual(['stale'])
    expect(await predictions.postpone([{ claim: stale, code: 'internal', reason: 'late' }])).toEqual([
      'stale'
    ])
    expect(await predictions.release([stale])).toEqual(['stale'])
    expect(await predictions.get(id)).toMatchObject({ state: 'running', attempts: 1 })
    expect(await predictions.finish([succeed(claim!)])).toEqual(['written'])
  }
)

/** Two processes over one database: `beforeWrite` runs between what the second reads and what it writes. */
async function openTwoProcesses(clock: SetClock) {
  const database = await openTestDatabase()
  let beforeWrite = async (): Promise<void> => {}
  const second = buildStores(
    {
      ...database,
      async write(work, options) {
        await beforeWrite()
        return database.write(work, options)
      }
    },
    clock
  )
  const interleave = (work: () => Promise<unknown>) => {
    beforeWrite = async () => {
      beforeWrite = async () => {}
      await work()
    }
  }
  return { first: buildStores(database, clock).predictions, second: second.predictions, interleave }
}

test('does not requeue a prediction that ends while it is reaped', async () => {
  const clock = buildSetClock()
  const { first, second, interleave } = await openTwoProcesses(clock)
  const { id } = await first.accept(submission)
  const [claim] = await first.claim([{ id, generation: 1 }], 'w', 10)
  interleave(() => first.finish([succeed(claim!)]))
  expect(await second.reap({ isFresh: true })).toMatchObject({ requeued: 0 })
  expect(await first.get(id)).toMatchObject({ state: 'succeeded' })
})

test('does not requeue an attempt that begins while the one before it is reaped', async () => {
  const clock = buildSetClock()
  const { first, second, interleave } = await openTwoProcesses(clock)
  const { id } = await first.accept(submission)
  await first.claim([{ id, generation: 1 }], 'dead', 10)
  interleave(async () => {
    await first.reap({ isFresh: true })
    await first.claim([{ id, generation: 1 }], 'alive', 10)
  })
  expect(await second.reap({ isFresh: true })).toMatchObject({ requeued: 0 })
  expect(await first.get(id)).toMatchObject({ state: 'running', attempts: 2 })
})

test('a retried prediction has its whole time again, or the deadline that is asked for', async () => {
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

test('notifies every waiter of a prediction when it ends, whatever ends it', async () => {
  // Without polls, so that waiters must be notified.
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  onTestFinished(() => void vi.useRealTimers())
  const { predictions } = await openStores(buildSetClock(), { maxAttempts: 1 })
  const ways = {
    canceled: (id: string) => predictions.cancel(id),
    succeeded: async (id: string) => {
      const [claim] = await predictions.claim([{ id, generation: 1 }], 'w', 30)
      await predictions.finish([succeed(claim!)])
    },
    failed: async (id: string) => {
      await predictions.claim([{ id, generation: 1 }], 'w', 30)
      await predictions.reap({ isFresh: true })
    }
  }
  for (const [state, end] of Object.entries(ways)) {
    const { id } = await predictions.accept(submission)
    const waits = [predictions.waitForEnd(id, 60_000), predictions.waitForEnd(id, 60_000)]
    await end(id)
    expect(await Promise.all(waits)).toMatchObject([{ state }, { state }])
  }
})

test('sees an end in another process, and no end before it', async () => {
  const clock = buildSetClock()
  const { first, second } = await openTwoProcesses(clock)
  const { id } = await first.accept(submission)
  const others = await Promise.all([1, 2].map(() => first.accept(submission)))
  // Longer than a test may take, so that a waiter must notice the end.
  const wait = (of: string) => second.waitForEnd(of, 3_600_000)
  const waiting = wait(id)
  const still = others.map(other => wait(other.id))
  const [claim] = await first.claim([{ id, generation: 1 }], 'w', 30)
  await first.finish([succeed(claim!)])
  expect(await waiting).toMatchObject({ state: 'succeeded' })
  await Promise.all(others.map(other => first.cancel(other.id)))
  expect(await Promise.all(still)).toMatchObject([{ state: 'canceled' }, { state: 'canceled' }])
})

test('wakes the relays of what a change has written', async () => {
  const clock = buildSetClock()
  const { predictions, outbox, webhooks } = await openStores(clock)
  const woken = new Set<string>()
  onTestFinished(
    outbox.onWake(kind => {
      woken.add(kind)
      return true
    })
  )
  onTestFinished(webhooks.onWake(() => void woken.add('webhooks')))
  const during = async (work: () => Promise<unknown>) => {
    woken.clear()
    await work()
    return [...woken].sort()
  }
  const accept = () => predictions.accept({ ...submission, deadlineAt: clock.now() + 20_000 })
  const claim = async ({ id }: { readonly id: string }) =>
    (await predictions.claim([{ id, generation: 1 }], 'w', 10))[0]!
  expect(await during(() => predictions.reap())).toEqual([])
  expect(await during(accept)).toEqual(['feed', 'job'])
  const canceled = await accept()
  expect(await during(() => predictions.cancel(canceled.id))).toEqual(['feed', 'message', 'webhooks'])
  expect(await during(() => predictions.retry(canceled.id))).toEqual(['feed', 'job'])
  const claimed = await claim(await accept())
  expect(await during(() => predictions.release([claimed]))).toEqual(expect.arrayContaining(['feed', 'job']))
  const finished = await claim(await accept())
  expect(await during(() => predictions.finish([succeed(finished)]))).toEqual(['feed', 'message', 'webhooks'])
  await predictions.cancel(canceled.id)
  await predictions.cancel(claimed.id)
  clock.advance(9_999)
  const lost = await accept()
  await claim(lost)
  clock.advance(10_001)
  // As many are requeued as have failed.
  expect(await predictions.figures()).toMatchObject({ queued: 1, running: 1 })
  expect(await during(() => predictions.reap())).toEqual(['feed', 'job', 'message', 'webhooks'])
})

test('wakes the relays of what a reap has written, also where it requeues as many as it fails', async () => {
  const { predictions, outbox } = await openStores(buildSetClock(), { maxAttempts: 2 })
  const accepted = [await predictions.accept(submission), await predictions.accept(submission)]
  await predictions.claim([accepted[0]!], 'w', 30)
  await predictions.reap({ isFresh: true })
  await predictions.claim(accepted, 'w', 30)
  const woken = new Set<string>()
  onTestFinished(
    outbox.onWake(kind => {
      woken.add(kind)
      return true
    })
  )
  expect(await predictions.reap({ isFresh: true })).toEqual({
    deadlinePassed: 0,
    requeued: 1,
    exhausted: 1
  })
  expect([...woken].sort()).toEqual(['feed', 'job', 'message'])
})

test('requeues a silent one however many run', async () => {
  const clock = buildSetClock()
  const { predictions } = await openStores(clock)
  const accepted = [await predictions.accept(submission), await predictions.accept(submission)]
  await predictions.claim(accepted, 'w', 3_600)
  clock.advance(1)
  await predictions.accept(submission)
  clock.advance(30_000)
  expect(await predictions.requeueSilent('echo', 30, 2)).toBe(1)
})

import { expect, test } from 'vitest'
import type { Claim } from '../../stores/predictions.ts'
import { openStores } from '../harness/open-stores.ts'
import { buildSetClock } from '../harness/set-clock.ts'
import { submission, succeed } from './predictions-setup.ts'

test('claims an attempt once with its input and ends it once', async () => {
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

test('accepts a message from a process whose clock is half a second ahead', async () => {
  const clock = buildSetClock()
  const { predictions } = await openStores(clock)
  const { id } = await predictions.accept(submission)
  clock.step(-500)
  expect(await predictions.claim([{ id, generation: 1 }], 'worker', 30)).toHaveLength(1)
})

test('postpones an attempt with exponential backoff and fails it after the last attempt', async () => {
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

test('retries a job until its deadline, beyond its attempts, while the server of its predictor is down', async () => {
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
  // Each attempt has its own message.
  expect(jobs.size).toBe(11)
  // Two of three attempts remain, so that one worker may be lost.
  const [claim] = await predictions.claim([message], 'w', 30)
  expect(claim?.attempt).toBe(2)
  await predictions.release([claim!])
  clock.advance(deadlineAt - clock.now() - 1)
  expect(await postpone()).toMatchObject({ state: 'failed', error: away })
})

test('does not count a released attempt, which can be claimed at once', async () => {
  const { predictions } = await openStores(buildSetClock())
  const { id } = await predictions.accept(submission)
  const [claim] = await predictions.claim([{ id, generation: 1 }], 'w', 30)
  expect(await predictions.release([claim!])).toEqual(['written'])
  expect(await predictions.get(id)).toMatchObject({ state: 'queued', attempts: 0 })
  expect((await predictions.claim([{ id, generation: 1 }], 'w', 30))[0]?.attempt).toBe(1)
})

test('rejects writes of a worker that released its attempt, also after the next claim with the same number', async () => {
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

test('canceling notifies the worker, and its later result is stale', async () => {
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

test('retries a prediction in a new generation, which writes of the old one do not change', async () => {
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

test.each(['generation', 'attempt', 'owner'] as const)(
  'a write with a different %s of the claim changes nothing',
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

import { expect, onTestFinished, test } from 'vitest'
import { openStores } from '../harness/open-stores.ts'
import { buildSetClock } from '../harness/set-clock.ts'
import { openTwoProcesses, submission, succeed } from './predictions-setup.ts'

test('reaps: fails overdue predictions and requeues those of lost workers', async () => {
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

test('requeues running predictions at once after a crash of the only process', async () => {
  const { predictions } = await openStores(buildSetClock())
  const { id } = await predictions.accept(submission)
  await predictions.claim([{ id, generation: 1 }], 'dead', 3600)
  expect(await predictions.reap({ isFresh: true })).toMatchObject({ requeued: 1 })
  expect(await predictions.claim([{ id, generation: 1 }], 'alive', 30)).toMatchObject([{ attempt: 2 }])
})

test('sends a new message for a queued prediction whose message was lost', async () => {
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

test('does not requeue a prediction that ends while it is reaped', async () => {
  const clock = buildSetClock()
  const { first, second, interleave } = await openTwoProcesses(clock)
  const { id } = await first.accept(submission)
  const [claim] = await first.claim([{ id, generation: 1 }], 'w', 10)
  interleave(() => first.finish([succeed(claim!)]))
  expect(await second.reap({ isFresh: true })).toMatchObject({ requeued: 0 })
  expect(await first.get(id)).toMatchObject({ state: 'succeeded' })
})

test('does not requeue an attempt that starts while the previous one is reaped', async () => {
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

test('a reap wakes the relays of the rows it wrote, also when it requeues as many as it fails', async () => {
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

test('requeues a queued prediction without a message, however many others run', async () => {
  const clock = buildSetClock()
  const { predictions } = await openStores(clock)
  const accepted = [await predictions.accept(submission), await predictions.accept(submission)]
  await predictions.claim(accepted, 'w', 3_600)
  clock.advance(1)
  await predictions.accept(submission)
  clock.advance(30_000)
  expect(await predictions.requeueSilent('echo', 30, 2)).toBe(1)
})

import { expect, onTestFinished, test, vi } from 'vitest'
import { openStores } from '../harness/open-stores.ts'
import { buildSetClock } from '../harness/set-clock.ts'
import { openTwoProcesses, submission, succeed } from './predictions-setup.ts'

test('waiting returns at the end, at the timeout, or on abort', async () => {
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

test('notifies every waiter when a prediction ends, for every kind of end', async () => {
  // Without polls, so that only a signal can wake a waiter.
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

test('a waiter notices an end in another process, and returns no earlier', async () => {
  const clock = buildSetClock()
  const { first, second } = await openTwoProcesses(clock)
  const { id } = await first.accept(submission)
  const others = await Promise.all([1, 2].map(() => first.accept(submission)))
  // Longer than the timeout of a test, so that only the end can wake the waiter.
  const wait = (of: string) => second.waitForEnd(of, 3_600_000)
  const waiting = wait(id)
  const still = others.map(other => wait(other.id))
  const [claim] = await first.claim([{ id, generation: 1 }], 'w', 30)
  await first.finish([succeed(claim!)])
  expect(await waiting).toMatchObject({ state: 'succeeded' })
  await Promise.all(others.map(other => first.cancel(other.id)))
  expect(await Promise.all(still)).toMatchObject([{ state: 'canceled' }, { state: 'canceled' }])
})

test('a change wakes the relays of the rows it wrote', async () => {
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
  // The reap requeues as many predictions as it fails.
  expect(await predictions.figures()).toMatchObject({ queued: 1, running: 1 })
  expect(await during(() => predictions.reap())).toEqual(['feed', 'job', 'message', 'webhooks'])
})

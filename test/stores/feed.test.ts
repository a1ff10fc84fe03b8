import { expect, test } from 'vitest'
import { EMPTY_FEED_TOKEN } from '../../stores/feed-token.ts'
import { openStores } from '../harness/open-stores.ts'
import { buildSetClock } from '../harness/set-clock.ts'

async function open() {
  const clock = buildSetClock()
  const { feed, database } = await openStores(clock)
  /** As another process does: nobody here is notified. */
  const append = (...sequences: readonly number[]) =>
    database.write(transaction =>
      transaction
        .insertInto('feed')
        .values(
          sequences.map(sequence => ({
            sequence,
            outbox_id: `o${sequence}`,
            topic: 'predictions',
            key: 'k',
            payload: '{}',
            created_at: clock.now()
          }))
        )
        .execute()
    )
  return { clock, feed, append }
}

test('a reader of an empty feed misses nothing', async () => {
  const { feed, append } = await open()
  const begun = await feed.start(null)
  expect(begun).toEqual({ after: 0, token: EMPTY_FEED_TOKEN, gap: null })
  expect(await feed.start(EMPTY_FEED_TOKEN)).toEqual(begun)
  expect([await feed.oldest(), await feed.latest()]).toEqual([0, 0])
  await append(1)
  expect(await feed.read({}, begun.after, 10)).toHaveLength(1)
  expect(await feed.start(EMPTY_FEED_TOKEN)).toMatchObject({ after: 0, gap: null })
})

test('a resumed reader is notified of a gap, and only where there is one', async () => {
  const { feed, append } = await open()
  await append(5, 6, 8)
  expect(await feed.start('3')).toMatchObject({ after: 3, gap: { reason: 'expired', oldest: 5 } })
  for (const sequence of [4, 5, 6, 7, 8])
    expect(await feed.start(`${sequence}`)).toMatchObject({ after: sequence, gap: null })
  expect(await feed.start('9')).toMatchObject({ after: 8, gap: { reason: 'unknown-id', oldest: 5 } })
})

test('a follower reads what another process wrote at the next poll, not before', async () => {
  const { clock, feed, append } = await open()
  await append(1, 2)
  const aborting = new AbortController()
  const seen: number[] = []
  const following = (async () => {
    for await (const { sequence } of feed.follow({}, 0, aborting.signal)) seen.push(sequence)
  })()
  await expect.poll(() => seen).toEqual([1, 2])
  // Time enough to read again, if it did not wait.
  await feed.read({}, 0, 10)
  await append(3)
  await feed.read({}, 0, 10)
  expect(seen).toEqual([1, 2])
  await expect
    .poll(() => {
      clock.advance(250)
      return seen
    })
    .toEqual([1, 2, 3])
  aborting.abort()
  await following
})

import { expect, test } from 'vitest'
import { EMPTY_FEED_TOKEN } from '../../stores/feed-token.ts'
import { openStores } from '../harness/open-stores.ts'
import { buildSetClock } from '../harness/set-clock.ts'

async function open() {
  const clock = buildSetClock()
  const { feed, database } = await openStores(clock)
  /** Writes as another process does: without a signal in this process. */
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

test('a reader that starts on an empty feed misses no event', async () => {
  const { feed, append } = await open()
  const begun = await feed.start(null)
  expect(begun).toEqual({ after: 0, token: EMPTY_FEED_TOKEN, gap: null })
  expect(await feed.start(EMPTY_FEED_TOKEN)).toEqual(begun)
  expect([await feed.oldest(), await feed.latest()]).toEqual([0, 0])
  await append(1)
  expect(await feed.read({}, begun.after, 10)).toHaveLength(1)
  expect(await feed.start(EMPTY_FEED_TOKEN)).toMatchObject({ after: 0, gap: null })
})

test('reports a gap to a resuming reader only when events were missed', async () => {
  const { feed, append } = await open()
  await append(5, 6, 8)
  expect(await feed.start('3')).toMatchObject({ after: 3, gap: { reason: 'expired', oldest: 5 } })
  for (const sequence of [4, 5, 6, 7, 8])
    expect(await feed.start(`${sequence}`)).toMatchObject({ after: sequence, gap: null })
  expect(await feed.start('9')).toMatchObject({ after: 8, gap: { reason: 'unknown-id', oldest: 5 } })
})

test('a follower reads events of another process at the next poll', async () => {
  const { clock, feed, append } = await open()
  await append(1, 2)
  const aborting = new AbortController()
  const seen: number[] = []
  const following = (async () => {
    for await (const { sequence } of feed.follow({}, 0, aborting.signal)) seen.push(sequence)
  })()
  await expect.poll(() => seen).toEqual([1, 2])
  // Takes as long as another read of a follower that does not wait for its poll.
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

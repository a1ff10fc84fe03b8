import { describe, expect, test } from 'vitest'
import { event, run, T0, watermark } from './partition-fixture.ts'

describe('windows', () => {
  test('pass once, by the watermark and not by the next event, with the events that have arrived', async () => {
    const before = await run([
      watermark(0),
      event('post', 0),
      event('a', 10),
      event('b', 299),
      watermark(329)
    ])
    expect(before.cascadeStore.forecasts).toEqual([])
    const { cascadeStore } = await run(
      [watermark(330), watermark(400), event('c', 500), watermark(700)],
      before.cascadeStore
    )
    expect(cascadeStore.forecasts.map(window => window.windowSeconds)).toEqual([300, 600])
    expect(cascadeStore.forecasts[0]!.events).toEqual([
      { time: 0, magnitude: 10 },
      { time: 10, magnitude: 10 },
      { time: 299, magnitude: 10 }
    ])
    expect(cascadeStore.forecasts[1]!.events).toHaveLength(4)
  })

  test('contain events in order of time up to the end of the window, whatever the order of arrival', async () => {
    const { cascadeStore } = await run([
      watermark(0),
      event('b', 20),
      event('post', 0, { magnitude: 99 }),
      event('edge', 300),
      event('beyond', 301),
      event('a', 10),
      watermark(330)
    ])
    expect(cascadeStore.forecasts[0]!.events.map(each => each.time)).toEqual([0, 10, 20, 300])
    expect(cascadeStore.forecasts[0]!.events[0]!.magnitude).toBe(99)
  })

  test('do not pass beyond the end of the cascade', async () => {
    const { cascadeStore } = await run([watermark(0), event('post', 0), watermark(10_000)], undefined, {
      idleSeconds: 400
    })
    expect(cascadeStore.forecasts.map(window => window.windowSeconds)).toEqual([300])
    expect(cascadeStore.endings).toMatchObject([{ finalSize: 1, endedAt: T0 + 400, windows: [300] }])
  })

  test('pass by the time of events in a feed without watermarks', async () => {
    const { cascadeStore } = await run([
      event('post', 0),
      event('other', 331, { cascadeId: 'd', kind: 'post' })
    ])
    expect(cascadeStore.forecasts.map(window => [window.cascadeId, window.windowSeconds])).toEqual([
      ['c', 300]
    ])
  })
})

test('keeps unknown followers apart from 0 through checkpoints, the journal and a restart', async () => {
  const values = [
    event('post', 0, { magnitude: null }),
    event('a', 10, { magnitude: 0 }),
    event('b', 20, { magnitude: null }),
    event('c', 30)
  ]
  const expected = [{ time: 0 }, { time: 10, magnitude: 0 }, { time: 20 }, { time: 30, magnitude: 10 }]
  for (const maxJournaledEvents of [0, 1_000])
    for (const split of [1, 2, 3, 4]) {
      const overrides = { maxJournaledEvents }
      const before = await run([watermark(0), ...values.slice(0, split)], undefined, overrides)
      const { cascadeStore } = await run(
        [...values.slice(split), watermark(330)],
        before.cascadeStore,
        overrides
      )
      expect(cascadeStore.forecasts[0]!.events).toEqual(expected)
    }
})

test('keeps the author of the post through checkpoints and a restart', async () => {
  const values = [event('post', 0, { authorId: 'ann' }), event('a', 10, { authorId: 'bob' })]
  for (const split of [0, 1, 2])
    for (const order of [values, values.toReversed()]) {
      const before = await run([watermark(0), ...order.slice(0, split)])
      const { cascadeStore } = await run([...order.slice(split), watermark(330)], before.cascadeStore)
      expect(cascadeStore.forecasts[0]!.events).toEqual([
        { time: 0, magnitude: 10, authorId: 'ann' },
        { time: 10, magnitude: 10 }
      ])
    }
})

test('knows no author of a cascade whose post never arrived', async () => {
  const { cascadeStore } = await run([watermark(0), event('a', 10, { authorId: 'bob' }), watermark(700)])
  expect(cascadeStore.forecasts[0]!.events).toEqual([{ time: 0, magnitude: 10 }])
})

test('ends a cascade at its maximum age even if events still arrive', async () => {
  const events = Array.from({ length: 30 }, (_, index) => event(`e${index}`, (index + 1) * 3_500))
  const { cascadeStore } = await run([watermark(0), event('post', 0), ...events, watermark(100_000)])
  expect(cascadeStore.endings).toMatchObject([{ endedAt: T0 + 86_400, finalSize: 31 }])
})

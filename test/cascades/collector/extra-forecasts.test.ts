import { describe, expect, test } from 'vitest'
import { MIN_GAP_SECONDS } from '../../../cascades/collector/extra-forecasts.ts'
import { event, T0, watermark } from './partition-fixture.ts'
import { burst, DAY, HOUR, openWatched } from './watched-partition.ts'

describe('at later ages', () => {
  test('forecasts a cascade again, with the events up to each age, until it ends', async () => {
    const { take, extras, cascadeStore } = await openWatched({
      laterAges: [3 * HOUR, 6 * HOUR, DAY, 3 * DAY]
    })
    await take(watermark(0), event('post', 0), event('a', 2 * HOUR), event('b', 5 * HOUR), watermark(8 * DAY))
    expect(extras()).toEqual([
      [3 * HOUR, 'scheduled', 1],
      [6 * HOUR, 'scheduled', 2],
      [DAY, 'scheduled', 3]
    ])
    expect(cascadeStore.forecasts.map(({ events }) => events.length)).toEqual([1, 2, 3, 3])
    expect(cascadeStore.endings).toMatchObject([{ endedAt: T0 + DAY + 5 * HOUR, windows: [300] }])
  })

  test('makes the same forecast after a kill before its checkpoint, and none again after it', async () => {
    const { take, apply, kill, checkpoint, extras } = await openWatched({ laterAges: [HOUR, 2 * HOUR] })
    await take(watermark(0), event('post', 0))
    await apply(watermark(HOUR + 30))
    await kill()
    expect(extras()).toEqual([])
    await take(watermark(HOUR + 30))
    expect(extras()).toEqual([[HOUR, 'scheduled', 1]])
    await kill()
    await apply(watermark(HOUR + 60), watermark(2 * HOUR + 30))
    checkpoint()
    expect(extras()).toEqual([
      [HOUR, 'scheduled', 1],
      [2 * HOUR, 'scheduled', 2]
    ])
  })

  test('drops and counts those that come while too many predictions wait', async () => {
    let hasRoom = false
    const opened = await openWatched({ laterAges: [HOUR, 2 * HOUR] }, () => hasRoom)
    await opened.take(watermark(0), event('post', 0), watermark(HOUR + 30))
    expect(opened.counters).toMatchObject({ extraDropped: 1, extraForecasts: 0, windows: 1 })
    hasRoom = true
    await opened.kill()
    await opened.take(watermark(2 * HOUR + 30))
    expect(opened.extras()).toEqual([[2 * HOUR, 'scheduled', 1]])
  })

  test('counts ages that are too close as one', async () => {
    const { take, extras } = await openWatched({ laterAges: [HOUR, HOUR + 300, HOUR + 700] })
    await take(watermark(0), event('post', 0), watermark(2 * HOUR))
    expect(extras().map(([age]) => age)).toEqual([HOUR, HOUR + 700])
  })
})

describe('when activity leaves the interval', () => {
  test('forecasts again with all events once there are more than the high end', async () => {
    const { take, answer, extras, cascadeStore } = await openWatched()
    await take(watermark(0), event('post', 0), watermark(330))
    answer(300, 1, 5)
    await take(...burst(400, 4), watermark(600))
    expect(extras()).toEqual([])
    await take(event('more', 610), watermark(650))
    expect(extras()).toEqual([[610, 'above-interval', 1]])
    expect(cascadeStore.forecasts.at(-1)!.events).toHaveLength(6)
  })

  test.each(['in memory', 'only in its row'])('knows the interval %s', async place => {
    const { take, answer, kill, extras } = await openWatched()
    await take(watermark(0), event('post', 0), watermark(330))
    answer(300, 1, 2, place !== 'in memory')
    if (place !== 'in memory') await kill()
    await take(...burst(400, 4), watermark(500))
    expect(extras()).toHaveLength(1)
  })

  test('waits for the answer to the last request, and for the gap', async () => {
    const { take, answer, extras } = await openWatched()
    await take(watermark(0), event('post', 0), watermark(330))
    answer(300, 1, 2)
    await take(...burst(400, 3), watermark(440))
    await take(...burst(500, 3), watermark(540))
    answer(300, 1, 2)
    await take(...burst(600, 3), watermark(640))
    expect(extras()).toEqual([[401, 'above-interval', 1]])
    answer(401, 3, 5)
    await take(...burst(700, 3), watermark(401 + MIN_GAP_SECONDS + 30))
    expect(extras().slice(1)).toEqual([[401 + MIN_GAP_SECONDS, 'above-interval', 2]])
  })

  test('leaves it to a window or later age that comes soon', async () => {
    const { take, answer, extras } = await openWatched({ windows: [300, 600], laterAges: [1_500] })
    await take(watermark(0), event('post', 0), watermark(330))
    answer(300, 1, 2)
    await take(...burst(340, 4), watermark(640))
    answer(600, 1, 5)
    await take(...burst(1_000, 4), watermark(1_540))
    expect(extras()).toEqual([[1_500, 'scheduled', 1]])
  })

  test('forecasts again when a cascade is quiet below the low end, once', async () => {
    const { take, answer, extras } = await openWatched()
    await take(watermark(0), event('post', 0), event('a', 200), watermark(330))
    answer(300, 50, 90)
    await take(watermark(200 + HOUR + 30))
    expect(extras()).toEqual([[200 + HOUR, 'below-interval', 1]])
    answer(200 + HOUR, 40, 80)
    await take(watermark(10 * HOUR))
    expect(extras()).toHaveLength(1)
  })

  test('is woken for a quiet cascade after a restart', async () => {
    const { take, answer, checkpoint, kill, extras } = await openWatched({}, () => true)
    await take(watermark(0), event('post', 0), event('a', 200), watermark(330))
    answer(300, 50, 90)
    checkpoint()
    await kill()
    await take(watermark(200 + HOUR + 30))
    expect(extras()).toEqual([[200 + HOUR, 'below-interval', 1]])
  })

  describe('and the cascade is not in memory', () => {
    async function openEvicted() {
      const opened = await openWatched({ maxResidentEvents: 0 })
      await opened.take(watermark(0), event('post', 0), event('a', 200), watermark(330))
      // The first checkpoint spares what was just used.
      opened.checkpoint()
      expect(opened.residentEvents).toBe(0)
      return opened
    }

    test('forecasts a quiet cascade that was evicted before its answer, by event time alone', async () => {
      const { take, answer, extras } = await openEvicted()
      answer(300, 50, 90)
      await take(watermark(200 + HOUR - 1))
      expect(extras()).toEqual([])
      await take(watermark(200 + HOUR + 30))
      expect(extras()).toEqual([[200 + HOUR, 'below-interval', 1]])
    })

    test('forecasts it also if the answer comes after that time', async () => {
      const { take, answer, checkpoint, extras } = await openEvicted()
      await take(watermark(200 + HOUR + 30))
      checkpoint()
      answer(300, 50, 90)
      await take(watermark(200 + 2 * HOUR + 60))
      expect(extras()).toEqual([[200 + HOUR, 'below-interval', 1]])
    })

    test('loads it once if it is within the interval', async () => {
      const { take, answer, extras, cascadeStore } = await openEvicted()
      answer(300, 1, 90)
      await take(watermark(200 + HOUR + 30))
      expect(cascadeStore.records.get('c')!.dueAt).toBe(T0 + 200 + DAY)
      expect(extras()).toEqual([])
    })
  })
})

describe('when activity resumes after a quiet phase', () => {
  test('forecasts again after a few events, also over a kill between them', async () => {
    const { take, kill, answer, extras } = await openWatched()
    await take(watermark(0), event('post', 0), event('a', 200), watermark(330))
    answer(300, 1, 90)
    await take(event('b', 2 * HOUR), event('c', 2 * HOUR + 10), watermark(2 * HOUR + 60))
    expect(extras()).toEqual([])
    await kill()
    await take(event('d', 2 * HOUR + 70), watermark(2 * HOUR + 100))
    expect(extras()).toEqual([[2 * HOUR + 70, 'resumed', 1]])
  })

  test('ignores stragglers', async () => {
    const { take, answer, extras } = await openWatched()
    await take(watermark(0), event('post', 0), watermark(330))
    answer(300, 1, 90)
    for (let hour = 2; hour < 12; hour += 2)
      await take(event(`s${hour}`, hour * HOUR), watermark(hour * HOUR))
    expect(extras()).toEqual([])
  })
})

describe('growing faster than expected', () => {
  test('is announced once when there are more events than the high end, and once again after the cooldown', async () => {
    const { take, answer, cascadeStore } = await openWatched({ laterAges: [5 * HOUR] })
    const flags = () => cascadeStore.growths.map(({ at, events, high }) => [at - T0, events, high])
    const since = () => cascadeStore.records.get('c')!.fasterSince
    await take(watermark(0), event('post', 0), watermark(330))
    answer(300, 1, 2)
    await take(event('a', 400), watermark(430))
    expect([flags(), since()]).toEqual([[], null])
    await take(...burst(500, 3), watermark(560))
    expect([flags(), since()]).toEqual([[[500, 3, 2]], T0 + 500])
    answer(502, 3, 9)
    await take(...burst(1_300, 9), watermark(1_400))
    expect(flags()).toHaveLength(1)
    answer(1_304, 10, 50)
    // The mark stays until another forecast than the one that it caused.
    await take(event('b', 2_000), watermark(2_060))
    expect(since()).toBe(T0 + 500)
    await take(event('d', 4 * HOUR), watermark(5 * HOUR + 30))
    expect(since()).toBeNull()
    answer(5 * HOUR, 15, 20)
    await take(...burst(5 * HOUR + 60, 9), watermark(5 * HOUR + 100))
    expect(flags()).toHaveLength(2)
    expect(since()).toBeGreaterThan(T0 + 5 * HOUR)
  })

  test('is announced after a kill before the checkpoint, and not again after it', async () => {
    const { take, apply, answer, kill, cascadeStore } = await openWatched()
    await take(watermark(0), event('post', 0), watermark(330))
    answer(300, 1, 2)
    await apply(...burst(400, 4))
    await kill()
    await take(...burst(400, 4))
    await kill()
    await take(event('more', 410))
    expect(cascadeStore.growths).toEqual([{ cascadeId: 'c', at: T0 + 401, events: 3, high: 2 }])
  })
})

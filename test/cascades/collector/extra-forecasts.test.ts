import { describe, expect, test } from 'vitest'
import { MAX_EXTRA_FORECASTS, MIN_GAP_SECONDS } from '../../../cascades/collector/extra-forecasts.ts'
import { Partition } from '../../../cascades/collector/partition.ts'
import type { PartitionParts, PartitionSettings } from '../../../cascades/collector/partition-settings.ts'
import { Random } from '../../../learners/random.ts'
import { MemoryCascadeStore, routingOf } from './memory-cascade-store.ts'
import { clock, event, settings, T0, toRecords, watermark } from './partition-fixture.ts'

const HOUR = 3_600
const DAY = 24 * HOUR

/** A partition whose forecasts can be answered, and which can be killed. */
async function open(overrides: Partial<PartitionSettings> = {}, hasRoom = () => true) {
  const cascadeStore = new MemoryCascadeStore()
  const parts: PartitionParts = {
    settings: { ...settings, windows: [300], idleSeconds: DAY, maxAgeSeconds: 7 * DAY, ...overrides },
    cascadeStore,
    clock,
    routing: routingOf(cascadeStore),
    hasRoom
  }
  let partition = await Partition.open(0, parts, cascadeStore)
  const checkpoint = () => {
    cascadeStore.write(partition.takeChanges())
    partition.evict()
  }
  return {
    cascadeStore,
    get counters() {
      return partition.counters
    },
    get residentEvents() {
      return partition.residentEvents
    },
    checkpoint,
    apply: (...values: readonly string[]) => partition.apply(toRecords(values, partition.position)),
    async take(...values: readonly string[]) {
      await partition.apply(toRecords(values, partition.position))
      checkpoint()
    },
    /** Loses what is in memory, as after SIGKILL. */
    async kill() {
      partition = await Partition.open(0, parts, cascadeStore)
    },
    /** Answers the forecast of this age. `isLost`: only the row gets it. */
    answer(windowSeconds: number, low: number | null, high: number | null, isLost = false) {
      const forecast = {
        windowSeconds,
        median: low,
        areOptimal: low,
        low,
        high,
        predictionId: `prd_${windowSeconds}`
      }
      cascadeStore.noted.set('c', forecast)
      if (!isLost) partition.noteForecasts([{ cascadeId: 'c', forecast }])
    },
    extras: () =>
      cascadeStore.forecasts.flatMap(({ windowSeconds, extra }) =>
        extra === null ? [] : [[windowSeconds, extra.reason, extra.sequence]]
      )
  }
}

const burst = (from: number, count: number, step = 1) =>
  Array.from({ length: count }, (_, index) => event(`e${from + index}`, from + index * step))

describe('at later ages', () => {
  test('forecasts a cascade again, with the events up to each age, until it ends', async () => {
    const { take, extras, cascadeStore } = await open({ laterAges: [3 * HOUR, 6 * HOUR, DAY, 3 * DAY] })
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
    const { take, apply, kill, checkpoint, extras } = await open({ laterAges: [HOUR, 2 * HOUR] })
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
    const opened = await open({ laterAges: [HOUR, 2 * HOUR] }, () => hasRoom)
    await opened.take(watermark(0), event('post', 0), watermark(HOUR + 30))
    expect(opened.counters).toMatchObject({ extraDropped: 1, extraForecasts: 0, windows: 1 })
    hasRoom = true
    await opened.kill()
    await opened.take(watermark(2 * HOUR + 30))
    expect(opened.extras()).toEqual([[2 * HOUR, 'scheduled', 1]])
  })

  test('counts ages that are too close as one', async () => {
    const { take, extras } = await open({ laterAges: [HOUR, HOUR + 300, HOUR + 700] })
    await take(watermark(0), event('post', 0), watermark(2 * HOUR))
    expect(extras().map(([age]) => age)).toEqual([HOUR, HOUR + 700])
  })
})

describe('when activity leaves the interval', () => {
  test('forecasts again with all events once there are more than the high end', async () => {
    const { take, answer, extras, cascadeStore } = await open()
    await take(watermark(0), event('post', 0), watermark(330))
    answer(300, 1, 5)
    await take(...burst(400, 4), watermark(600))
    expect(extras()).toEqual([])
    await take(event('more', 610), watermark(650))
    expect(extras()).toEqual([[610, 'above-interval', 1]])
    expect(cascadeStore.forecasts.at(-1)!.events).toHaveLength(6)
  })

  test.each(['in memory', 'only in its row'])('knows the interval %s', async place => {
    const { take, answer, kill, extras } = await open()
    await take(watermark(0), event('post', 0), watermark(330))
    answer(300, 1, 2, place !== 'in memory')
    if (place !== 'in memory') await kill()
    await take(...burst(400, 4), watermark(500))
    expect(extras()).toHaveLength(1)
  })

  test('waits for the answer to the last request, and for the gap', async () => {
    const { take, answer, extras } = await open()
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
    const { take, answer, extras } = await open({ windows: [300, 600], laterAges: [1_500] })
    await take(watermark(0), event('post', 0), watermark(330))
    answer(300, 1, 2)
    await take(...burst(340, 4), watermark(640))
    answer(600, 1, 5)
    await take(...burst(1_000, 4), watermark(1_540))
    expect(extras()).toEqual([[1_500, 'scheduled', 1]])
  })

  test('forecasts again when a cascade is quiet below the low end, once', async () => {
    const { take, answer, extras } = await open()
    await take(watermark(0), event('post', 0), event('a', 200), watermark(330))
    answer(300, 50, 90)
    await take(watermark(200 + HOUR + 30))
    expect(extras()).toEqual([[200 + HOUR, 'below-interval', 1]])
    answer(200 + HOUR, 40, 80)
    await take(watermark(10 * HOUR))
    expect(extras()).toHaveLength(1)
  })

  test('is woken for a quiet cascade after a restart', async () => {
    const { take, answer, checkpoint, kill, extras } = await open({}, () => true)
    await take(watermark(0), event('post', 0), event('a', 200), watermark(330))
    answer(300, 50, 90)
    checkpoint()
    await kill()
    await take(watermark(200 + HOUR + 30))
    expect(extras()).toEqual([[200 + HOUR, 'below-interval', 1]])
  })

  describe('and the cascade is not in memory', () => {
    async function openEvicted() {
      const opened = await open({ maxResidentEvents: 0 })
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
    const { take, kill, answer, extras } = await open()
    await take(watermark(0), event('post', 0), event('a', 200), watermark(330))
    answer(300, 1, 90)
    await take(event('b', 2 * HOUR), event('c', 2 * HOUR + 10), watermark(2 * HOUR + 60))
    expect(extras()).toEqual([])
    await kill()
    await take(event('d', 2 * HOUR + 70), watermark(2 * HOUR + 100))
    expect(extras()).toEqual([[2 * HOUR + 70, 'resumed', 1]])
  })

  test('ignores stragglers', async () => {
    const { take, answer, extras } = await open()
    await take(watermark(0), event('post', 0), watermark(330))
    answer(300, 1, 90)
    for (let hour = 2; hour < 12; hour += 2)
      await take(event(`s${hour}`, hour * HOUR), watermark(hour * HOUR))
    expect(extras()).toEqual([])
  })
})

describe('growing faster than expected', () => {
  test('is announced once when there are more events than the high end, and once again after the cooldown', async () => {
    const { take, answer, cascadeStore } = await open({ laterAges: [5 * HOUR] })
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
    const { take, apply, answer, kill, cascadeStore } = await open()
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

test('keeps the limits, numbers without gaps, and every later age, over random kills and answers', async () => {
  const ages = [3 * HOUR, 6 * HOUR, DAY]
  for (let seed = 0; seed < 20; seed++) {
    const random = new Random(seed)
    const { take, apply, kill, checkpoint, answer, extras, cascadeStore } = await open({
      laterAges: ages,
      ...(seed % 2 === 0 ? {} : { rowsWrittenAtOnce: 0, maxResidentEvents: 20 })
    })
    await take(watermark(0), event('post', 0), watermark(330))
    // The records after the last checkpoint, which are read again after a kill.
    let unwritten: string[] = []
    for (let time = 340; time < 30 * HOUR; time += random.uniform() < 0.02 ? 2 * HOUR : 200) {
      const values = [...burst(time, 1 + random.integer(4)), watermark(time + 10)]
      unwritten.push(...values)
      await apply(...values)
      const latest = cascadeStore.forecasts.at(-1)!.windowSeconds
      if (random.uniform() < 0.3) answer(latest, 1, 2, random.uniform() < 0.5)
      const fate = random.uniform()
      if (fate < 0.2) {
        await kill()
        await apply(...unwritten)
      } else if (fate < 0.7) {
        checkpoint()
        unwritten = []
      }
    }
    checkpoint()
    const made = extras()
    expect(made.map(([, , sequence]) => sequence)).toEqual(made.map((_, index) => index + 1))
    expect(made).toHaveLength(MAX_EXTRA_FORECASTS)
    expect(made.filter(([, reason]) => reason === 'scheduled').map(([age]) => age)).toEqual(ages)
    const gaps = made.slice(1).map(([age], index) => Number(age) - Number(made[index]![0]))
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(MIN_GAP_SECONDS)
  }
})

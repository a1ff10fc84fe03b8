import { expect, test } from 'vitest'
import { MAX_EXTRA_FORECASTS, MIN_GAP_SECONDS } from '../../../cascades/collector/extra-forecasts.ts'
import { Random } from '../../../learners/random.ts'
import { event, watermark } from './partition-fixture.ts'
import { burst, DAY, HOUR, openWatched } from './watched-partition.ts'

test('keeps the limits, numbers without gaps, and every later age, over random kills and answers', async () => {
  const ages = [3 * HOUR, 6 * HOUR, DAY]
  for (let seed = 0; seed < 20; seed++) {
    const random = new Random(seed)
    const { take, apply, kill, checkpoint, answer, extras, cascadeStore } = await openWatched({
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

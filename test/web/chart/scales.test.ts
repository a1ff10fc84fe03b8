import { expect, test } from 'vitest'
import { buildTimeScale, futureMoments, timeTicks } from '../../../web/chart/time-scale.ts'
import { linearScale, logScale } from '../../../web/chart/value-scale.ts'

test.each([60, 300, 600, 3600, 86_400, 604_800])(
  'maps times in order, with ticks that do not overlap: window %i s',
  window => {
    const scale = buildTimeScale(window, Math.max(604_800, 2 * window), 80, 1000)
    expect(scale.x(0)).toBe(80)
    expect(scale.x(window)).toBe(scale.now)
    expect(scale.x(scale.endSeconds)).toBeCloseTo(1000, 9)
    const ticks = timeTicks(scale)
    expect(ticks[0]).toBe(0)
    expect(ticks).toContain(window)
    const places = ticks.map(scale.x)
    for (let i = 1; i < places.length; i++) expect(places[i]! - places[i - 1]!).toBeGreaterThan(40)
    const moments = futureMoments(scale, 50)
    expect(moments.at(-1)).toBeCloseTo(scale.endSeconds, 3)
    expect(moments[0]).toBeGreaterThan(window)
  }
)

test.each([1, 7, 43, 999, 1_234_567])(
  'builds a linear scale that reaches %d with few round ticks',
  largest => {
    const { ticks, y } = linearScale(largest, 100, 400)
    expect(ticks[0]).toBe(0)
    expect(ticks.at(-1)).toBeGreaterThanOrEqual(largest)
    expect(ticks.length).toBeLessThanOrEqual(7)
    expect([y(0), y(ticks.at(-1)!)]).toEqual([400, 100])
  }
)

test('builds a log scale with powers of ten as ticks', () => {
  const { ticks, y } = logScale(1, 50_000, 0, 100)
  expect(ticks).toEqual([1, 10, 100, 1000, 10_000, 100_000])
  expect([y(1), y(100_000)]).toEqual([100, 0])
})

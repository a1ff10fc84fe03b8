import { drawValueAxis, NARROW_WIDTH } from '../../chart/axes.ts'
import { type Drawing, draw, drawText } from '../../chart/drawing.ts'
import { areaPath, linePath } from '../../chart/path.ts'
import { linearScale } from '../../chart/value-scale.ts'
import type { Figure, Panel } from './figure.ts'
import type { Forecast } from './picture.ts'
import { intensitiesAt, sharesOf } from './process.ts'

// The rate falls to 0 within a moment where less is still to come.
const MIN_ADDED = 0.5

interface Sample {
  readonly x: number
  /** Events a minute. */
  readonly rate: number
}

/** Draws the past and the expected rate of events, by the fitted process. */
export function drawIntensity(figure: Figure, { top, bottom }: Panel): Drawing {
  const { forecast, time } = figure
  if (forecast.fit === null)
    return drawText(time.left, top + 20, 'No intensity: too few events to fit a process.', 'muted')
  const seen = sampleSeen(figure, forecast.fit)
  const coming = sampleComing(figure, seen.at(-1))
  const scale = linearScale(Math.max(...[...seen, ...coming].map(({ rate }) => rate)), top, bottom, 3)
  const container = ({ x, rate }: Sample) => ({ x, y: scale.y(rate) })
  const floor = seen.map(({ x }) => ({ x, y: bottom }))
  const note = time.right < NARROW_WIDTH ? 'events a minute' : 'events a minute, by the fitted process'
  return draw(
    'g',
    {},
    drawValueAxis(scale, time, 'Intensity', note),
    draw('path', { d: areaPath(seen.map(container), floor), class: 'seen-area' }),
    draw('path', { d: linePath(seen.map(container)), class: 'line seen thin' }),
    draw('path', { d: linePath(coming.map(container)), class: 'line forecast thin' })
  )
}

// One sample for every two pixels, and one at each event, where the intensity jumps.
function sampleSeen({ observation, time }: Figure, fit: NonNullable<Forecast['fit']>): Sample[] {
  const { times, windowSeconds } = observation
  const count = times.length > 20_000 ? 60 : Math.round((time.now - time.left) / 2)
  const even = Array.from({ length: count + 1 }, (_, i) => (i / count) * windowSeconds)
  const moments = Float64Array.from(times.length <= count ? [...even, ...times] : even).sort()
  const rates = intensitiesAt(observation, fit, moments)
  return Array.from(moments, (moment, i) => ({ x: time.x(moment), rate: rates[i]! * 60 }))
}

// The mean rate of the growth to the median between adjacent moments. It begins at the last rate that was seen.
function sampleComing({ forecast, growth, time }: Figure, now: Sample | undefined): Sample[] {
  const { median, observedEvents } = forecast
  if (median === null || !now) return []
  const added = Math.max(MIN_ADDED, median - observedEvents)
  const shares = sharesOf(growth, added)
  const coming = Array.from(growth.moments, (moment, i) => {
    const before = growth.moments[i - 1] ?? time.nowSeconds
    const events = (shares[i]! - (shares[i - 1] ?? 0)) * added
    return { x: time.x((before + moment) / 2), rate: (events / (moment - before)) * 60 }
  })
  return [now, ...coming]
}

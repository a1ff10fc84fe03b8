import type { Observation } from '../../predictors/cascade-size/cascade.ts'
import type { FittedParameters, Forecast } from '../../predictors/cascade-size/forecast.ts'
import { intensitiesAt } from '../../predictors/cascade-size/intensity.ts'
import { valueAxis } from './axes.ts'
import type { GrowthShape } from './size-panel.ts'
import { areaPath, element, linePath, type Point, text } from './svg.ts'
import type { TimeScale } from './time-scale.ts'
import { linearScale } from './value-scale.ts'

interface IntensityPanel {
  readonly observation: Observation
  readonly forecast: Forecast
  readonly shape: GrowthShape
  readonly time: TimeScale
  readonly top: number
  readonly bottom: number
}

/** How fast it spread, by the fitted process, and how fast it is expected to: events a minute. */
export function drawIntensityPanel(panel: IntensityPanel): string {
  const { forecast, time, top, bottom } = panel
  if (forecast.fit === null)
    return text(time.left, top - 14, 'No intensity: nothing could be fitted', 'panel muted')
  const seen = sampleSeen(panel, forecast.fit)
  const coming = sampleComing(panel)
  const rates = [...seen, ...coming].map(({ rate }) => rate)
  const scale = linearScale(Math.max(...rates), top, bottom, 3)
  const place = ({ x, rate }: Sample): Point => ({ x, y: scale.y(rate) })
  const floor = (samples: readonly Sample[]) => samples.map(({ x }) => ({ x, y: bottom }))
  const line = { 'stroke-width': 1.6 }
  return [
    valueAxis(scale, time, 'Intensity', 'events a minute, by the fitted process'),
    element('path', { d: areaPath(seen.map(place), floor(seen)), class: 'seen', opacity: '0.16' }),
    element('path', { d: linePath(seen.map(place)), class: 'line seen-line', ...line }),
    coming.length === 0
      ? ''
      : element('path', { d: linePath(coming.map(place)), class: 'line forecast-line', ...line })
  ].join('')
}

interface Sample {
  readonly x: number
  readonly rate: number
}

const minute = 60

// A sample a pixel and one at each event, where the intensity jumps.
function sampleSeen({ observation, time }: IntensityPanel, fitted: FittedParameters): Sample[] {
  const width = Math.round(time.now - time.left)
  const even = Array.from({ length: width + 1 }, (_, i) => (i / width) * time.windowSeconds)
  const jumps = observation.times.length <= width ? [...observation.times] : []
  const moments = Float64Array.from([...even, ...jumps]).sort()
  const rates = intensitiesAt(observation, fitted, moments)
  return Array.from(moments, (moment, i) => ({ x: time.x(moment), rate: rates[i]! * minute }))
}

// The mean rate of the expected growth between neighbouring moments.
function sampleComing({ forecast, shape, time }: IntensityPanel): Sample[] {
  const { point, observedEvents } = forecast
  if (point === null) return []
  return Array.from(shape.moments, (moment, i) => {
    const seconds = moment - (shape.moments[i - 1] ?? time.windowSeconds)
    const events = (shape.shares[i]! - (shape.shares[i - 1] ?? 0)) * (point - observedEvents)
    return { x: time.x(moment), rate: (events / seconds) * minute }
  })
}

import { type Cascade, type Observation, observe } from '../../predictors/cascade-size/cascade.ts'
import { expectedGrowth } from '../../predictors/cascade-size/expected-growth.ts'
import type { Forecast } from '../../predictors/cascade-size/forecast.ts'
import { formatDuration, formatNumber } from '../format.ts'
import { formatCount, timeAxis } from './axes.ts'
import { drawFollowersPanel } from './followers-panel.ts'
import { drawIntensityPanel } from './intensity-panel.ts'
import { drawSizePanel, type GrowthShape } from './size-panel.ts'
import { element, text } from './svg.ts'
import { styleSheet, type ThemeName } from './theme.ts'
import { buildTimeScale, futureMoments, type TimeScale } from './time-scale.ts'

export interface Picture {
  readonly cascade: Cascade
  /** Of the cascade at its window. */
  readonly forecast: Forecast
  readonly theme: ThemeName
  /** Below the title: where the cascade comes from. */
  readonly source: string
}

const width = 1200
const height = 860
const left = 84
const right = width - 216
const size = { top: 128, bottom: 410 }
const followers = { top: 466, bottom: 612 }
const intensity = { top: 668, bottom: 788 }
const sevenDays = 7 * 86_400

/**
 * One forecast as a picture: events by followers, intensity, the forecast with its interval, and the truth where the
 * cascade goes beyond the window. Gives SVG that needs nothing from elsewhere.
 */
export function plotForecast({ cascade, forecast, theme, source }: Picture): string {
  const { windowSeconds } = forecast
  const observation = observe(cascade, windowSeconds)
  const last = cascade.times.at(-1)!
  const time = buildTimeScale(windowSeconds, Math.max(sevenDays, last, 2 * windowSeconds), left, right)
  const shape = shapeGrowth(forecast, observation, time)
  const truth = last > windowSeconds ? cascade.times.length : null
  return element(
    'svg',
    { xmlns: 'http://www.w3.org/2000/svg', viewBox: `0 0 ${width} ${height}`, width, height, role: 'img' },
    element('title', {}, describeForecast(forecast, truth)),
    element('style', {}, styleSheet(theme)),
    element('rect', { width, height, class: 'paper' }),
    text(left, 52, describeForecast(forecast, truth), 'title ink'),
    text(left, 78, describeOrigin(forecast, source), 'muted'),
    drawSizePanel({ cascade, forecast, shape, truth, time, ...size }),
    drawFollowersPanel(cascade, time, followers.top, followers.bottom),
    drawIntensityPanel({ observation, forecast, shape, time, ...intensity }),
    timeAxis(time, size.top, intensity.bottom)
  )
}

const moments = 160

// Nearer to 1 than this the fitted process would put all growth beyond the end of the scale.
const largestBranchingFactor = 0.9

// By the fitted process; without a fit straight towards the end.
function shapeGrowth(forecast: Forecast, observation: Observation, time: TimeScale): GrowthShape {
  const future = futureMoments(time, moments)
  const { fit } = forecast
  const growth =
    fit && expectedGrowth(observation, fit, Math.min(fit.branchingFactor, largestBranchingFactor), future)
  const whole = growth?.at(-1) ?? 0
  const shares = future.map((_, i) => (growth && whole > 0 ? growth[i]! / whole : (i + 1) / moments))
  return { moments: future, shares }
}

function describeForecast(forecast: Forecast, truth: number | null): string {
  const { windowSeconds, observedEvents, point, interval, reason } = forecast
  const seen = `${formatDuration(windowSeconds)} after the post: ${formatCount(observedEvents)} events.`
  if (point === null) return `${seen} No forecast: ${reason}.`
  const range = interval === null ? '' : ` (${formatCount(interval.low)} to ${formatCount(interval.high)})`
  return `${seen} Expected in the end: ${formatCount(Math.round(point))}${truth === null ? range : ''}.`
}

function describeOrigin({ method, fit, range }: Forecast, source: string): string {
  const outside = range?.isOutside ? ' · unlike anything the model has seen' : ''
  const methods = {
    hybrid: 'hybrid forecast',
    early: 'early forecast',
    hawkes: 'formula alone',
    none: 'no forecast'
  }
  const branching = fit ? ` · branching factor ${formatNumber(fit.branchingFactor, 2)}` : ''
  return `${source} · ${methods[method]}${branching}${outside}`
}

import { describeForecast, drawForecast } from '../../web/cascades/chart/forecast-chart.ts'
import type { Picture } from '../../web/cascades/chart/picture.ts'
import { draw, drawText } from '../../web/chart/drawing.ts'
import { formatNumber } from '../format.ts'
import { styleSheet, type ThemeName } from './theme.ts'
import { writeSvg } from './write-svg.ts'

export interface Plot extends Omit<Picture, 'truth'> {
  readonly theme: ThemeName
  /** Origin of the cascade, printed below the headline. */
  readonly source: string
}

const WIDTH = 1200
const LEFT = 30
const CHART_TOP = 94
const BOTTOM = 16

/**
 * Draws the chart of a forecast, as the web page does, below a headline. It shows the actual size if the cascade has
 * events after the window. Returns self-contained SVG.
 */
export function plotForecast({ cascade, forecast, theme, source }: Plot): string {
  const isLonger = cascade.times.at(-1)! > forecast.windowSeconds
  const picture = { cascade, forecast, truth: isLonger ? cascade.times.length : null }
  const headline = describeForecast(picture)
  const chart = drawForecast(picture, WIDTH - LEFT)
  const height = CHART_TOP + Number(chart.attributes.height) + BOTTOM
  const frame = { viewBox: `0 0 ${WIDTH} ${height}`, width: WIDTH, height, role: 'img', class: 'chart' }
  return writeSvg(
    draw(
      'svg',
      { xmlns: 'http://www.w3.org/2000/svg', ...frame },
      draw('title', {}, headline),
      draw('style', {}, styleSheet(theme)),
      draw('rect', { width: WIDTH, height, class: 'card' }),
      drawText(84, 52, headline, 'headline'),
      drawText(84, 78, describeOrigin(forecast, source), 'muted'),
      draw('g', { transform: `translate(${LEFT} ${CHART_TOP})` }, chart)
    )
  )
}

function describeOrigin({ method, fit, range }: Picture['forecast'], source: string): string {
  const outside = range?.isOutside ? ' · outside the training data of the model' : ''
  const methods = {
    hybrid: 'hybrid forecast',
    early: 'early forecast',
    hawkes: 'formula alone',
    untrained: 'estimate without training',
    none: 'no forecast'
  }
  const branching = fit ? ` · branching factor ${formatNumber(fit.branchingFactor, 2)}` : ''
  return `${source} · ${methods[method]}${branching}${outside}`
}

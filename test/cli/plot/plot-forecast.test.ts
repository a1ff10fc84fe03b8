import { expect, test } from 'vitest'
import { type Plot, plotForecast } from '../../../cli/plot/plot-forecast.ts'
import { renderPng } from '../../../cli/plot/render-png.ts'
import { type Cascade, observe } from '../../../predictors/cascade-size/cascade.ts'
import type { Forecast } from '../../../predictors/cascade-size/forecast.ts'
import { forecastObservations } from '../../../predictors/cascade-size/predict.ts'

const cascade: Cascade = {
  times: Float64Array.from({ length: 400 }, (_, i) => Math.round(3 * i ** 1.3)),
  magnitudes: Float64Array.from({ length: 400 }, (_, i) => (i * 7919) % 99_991)
}

function forecastAt(windowSeconds: number, shown: Cascade = cascade): Forecast {
  const [result] = forecastObservations(null, [observe(shown, windowSeconds)], { isCanceled: false })
  if (!result!.ok) throw new Error(result!.reason)
  return result!.output
}

function draw(change: Partial<Plot> = {}): string {
  return plotForecast({ cascade, forecast: forecastAt(600), theme: 'light', source: 'a test', ...change })
}

/** Every element closed by its own name, and no number that is none. */
function checkWellFormed(svg: string): void {
  const open: string[] = []
  for (const [, closing, name, rest] of svg.matchAll(/<(\/?)([a-z]+)([^>]*)>/g)) {
    if (closing === '/') expect(open.pop()).toBe(name)
    else if (!rest!.endsWith('/')) open.push(name!)
  }
  expect(open).toEqual([])
  expect(svg).not.toMatch(/NaN|Infinity|undefined/)
}

const interval = { low: 150, high: 700, coverage: 0.8 }

test('shows the observed, the expected and the actual size', () => {
  const svg = draw({ forecast: { ...forecastAt(600), method: 'hybrid', median: 321.4, interval } })
  checkWellFormed(svg)
  for (const words of [
    '59 events in 10 min, growing.',
    'Expected final size: 321, 150 to 700. Actual: 400.',
    'expected (median)',
    '150 to 700 (80 %)'
  ])
    expect(svg).toContain(words)
  expect(svg).toContain('>400<')
  expect(svg).toContain('>actual<')
})

test('draws unknown followers as unknown, not as 0', () => {
  const some = {
    ...cascade,
    magnitudes: cascade.magnitudes.map((each, i) => (i % 2 === 0 ? Number.NaN : each))
  }
  const partly = draw({ cascade: some })
  checkWellFormed(partly)
  expect(partly.match(/class="event later unknown"/g)).toHaveLength(170)
  expect(partly).toContain('followers of each, log scale')
  const none = { ...cascade, magnitudes: cascade.magnitudes.map(() => Number.NaN) }
  const wholly = draw({ cascade: none, forecast: forecastAt(600, none) })
  checkWellFormed(wholly)
  expect(wholly).toContain('followers unknown')
})

test('shows no actual size if the file ends at the window', () => {
  const svg = draw({
    cascade: observe(cascade, 600),
    forecast: { ...forecastAt(600), median: 321, interval }
  })
  checkWellFormed(svg)
  expect(svg).not.toContain('>actual<')
  expect(svg).toContain('Expected final size: 321, 150 to 700.')
})

test('draws a valid picture of any forecast: no size, no fit, a single post, far too large', () => {
  const lone = observe(cascade, 0)
  const none: Forecast = { ...forecastAt(600), method: 'none', reason: 'fit-not-converged', areOptimal: null }
  const wide = { ...forecastAt(600), median: 1e7, interval: { low: 59, high: 1e9, coverage: 0.8 } }
  const pictures = [
    draw({ forecast: none }),
    draw({ forecast: { ...none, fit: null } }),
    draw({ cascade: lone, forecast: forecastAt(60, lone) }),
    draw({ forecast: wide }),
    draw({ forecast: forecastAt(604_800) })
  ]
  for (const svg of pictures) checkWellFormed(svg)
  expect(pictures[0]).toContain('No forecast: fit-not-converged.')
  expect(pictures[1]).toContain('No intensity')
  expect(pictures[3]).toContain('log scale')
})

test('draws ranges of 50, 80 and 95 %, the widest first', () => {
  const sizes = { 0.025: 60, 0.25: 180, 0.75: 500, 0.975: 1_900 }
  const quantiles = Object.entries(sizes).map(([share, size]) => ({ share: Number(share), size }))
  const svg = draw({ forecast: { ...forecastAt(600), method: 'hybrid', median: 321, interval, quantiles } })
  checkWellFormed(svg)
  expect(svg.match(/class="fan"/g)).toHaveLength(3)
  for (const words of ['180 to 500 (50 %)', '150 to 700 (80 %)', '60 to 1,900 (95 %)'])
    expect(svg).toContain(words)
  expect(svg).toContain('>growing<')
})

test('draws a post that is over as over, not as growing', () => {
  const svg = draw({ forecast: { ...forecastAt(600), method: 'hybrid', median: 60, interval } })
  checkWellFormed(svg)
  expect(svg).toContain('59 events in 10 min, over.')
  expect(svg).toContain('class="fan over"')
  expect(svg).toContain('>over<')
  expect(svg).not.toContain('growing')
})

test('does not show the size of the formula as an expectation', () => {
  const sizes = { areOptimal: 35_200_000, point: 35_200_000, median: null, interval: null, quantiles: null }
  const svg = draw({ forecast: { ...forecastAt(600), method: 'hawkes', reason: null, ...sizes } })
  expect(svg).toContain('No expected size')
  expect(svg).not.toContain('35.2M')
})

test('escapes text from outside', () => {
  const svg = draw({ source: `<script>"&'` })
  checkWellFormed(svg)
  expect(svg).toContain('&lt;script&gt;&quot;&amp;')
})

test('keeps a picture of very many events small', () => {
  const count = 300_000
  const large: Cascade = {
    times: Float64Array.from({ length: count }, (_, i) => (i === 0 ? 0 : 600 + i / 10)),
    magnitudes: Float64Array.from({ length: count }, (_, i) => 1 + ((i * 7919) % 99_991))
  }
  const svg = draw({ cascade: large, forecast: forecastAt(600, large) })
  expect(svg.length).toBeLessThan(2e6)
})

test('draws a PNG with text in either theme', () => {
  const sizes = (['light', 'dark'] as const).map(theme => {
    const png = Buffer.from(renderPng(draw({ theme })))
    expect(png.subarray(1, 4).toString('latin1')).toBe('PNG')
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([2400, 1504])
    return png.length
  })
  const bare = renderPng(draw({ theme: 'light' }).replaceAll(/<text.*?<\/text>/g, '')).length
  expect(sizes[0]!).toBeGreaterThan(bare * 1.1)
})

test('contains all its colours, which are those of the page', () => {
  for (const theme of ['light', 'dark', 'auto'] as const) expect(draw({ theme })).not.toContain('var(')
  expect(draw({ theme: 'light' })).toContain('stroke: #1668a8')
  expect(draw({ theme: 'dark' })).toContain('stroke: #67b7f7')
})

test('queries the setting of the viewer only in the automatic theme', () => {
  expect(draw({ theme: 'auto' })).toContain('prefers-color-scheme:dark')
  expect(draw({ theme: 'dark' })).not.toContain('prefers-color-scheme')
})

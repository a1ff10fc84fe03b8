import type { Learner } from './learner.ts'

/** Fits log N = a + b log n by least squares (Szabo and Huberman 2010); forecasts at least n. b = 0 where all n are equal. */
export const learnLogLog: Learner = training => {
  const points = training.map(({ observedEvents, finalSize }) => ({
    x: Math.log(observedEvents),
    y: Math.log(finalSize)
  }))
  const meanX = points.reduce((sum, { x }) => sum + x, 0) / points.length
  const meanY = points.reduce((sum, { y }) => sum + y, 0) / points.length
  const spread = points.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0)
  const slope = spread > 0 ? points.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0) / spread : 0
  return ({ observedEvents }) =>
    Math.max(observedEvents, Math.exp(meanY + slope * (Math.log(observedEvents) - meanX)))
}

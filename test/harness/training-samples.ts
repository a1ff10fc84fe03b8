import { Random } from '../../learners/random.ts'
import { cascadeSize } from '../../predictors/cascade-size/cascade-size.ts'

/** Builds many samples for POST /samples from one fit, with varied features and random sizes. */
export function drawSamples(cases: number) {
  const random = new Random(7)
  const events = Array.from({ length: 12 }, (_, index) => ({ time: index * 20, magnitude: 50 + index }))
  const sample = cascadeSize.sample({ events, windowSeconds: 300 }, { finalSize: 12 })
  const items = Array.from({ length: cases }, (_, index) => ({
    subject: `case-${index}`,
    slice: '300',
    endedAt: new Date().toISOString(),
    sample: {
      ...(sample as object),
      features: sample.features.map(value => value + random.uniform()),
      finalSize: 12 + random.integer(500)
    }
  }))
  return { sampleVersion: cascadeSize.sampleVersion, items }
}

import type { Schema } from '../predictor.ts'
import { earlyFeatureNames } from './early-features.ts'
import { featureNames } from './features.ts'
import { fitSchema } from './forecast-schema.ts'
import { maxWindowSeconds, minWindowSeconds } from './observation-input.ts'

/** The schema of a Sample. The type documents each field. */
export const sampleSchema: Schema = {
  $id: 'cascade-size/sample',
  type: 'object',
  required: [
    'windowSeconds',
    'observedEvents',
    'followers',
    'features',
    'earlyFeatures',
    'finalSize',
    'fit',
    'seismic'
  ],
  additionalProperties: false,
  properties: {
    windowSeconds: { type: 'number', minimum: minWindowSeconds, maximum: maxWindowSeconds },
    observedEvents: { type: 'integer', minimum: 1 },
    author: { type: 'integer', minimum: 0, maximum: 2 ** 52 - 1 },
    followers: { enum: ['all', 'post', 'none'] },
    features: rowOf(featureNames),
    earlyFeatures: rowOf(earlyFeatureNames),
    finalSize: { type: 'number', minimum: 1 },
    fit: {
      ...fitSchema,
      required: [
        'kernel',
        'kappa',
        'followerExponent',
        'cutoffSeconds',
        'decay',
        'branchingFactor',
        'directOffspring',
        'negLogLikelihood',
        'isConverged',
        'boundsHit'
      ]
    },
    seismic: { type: ['number', 'null'] }
  }
}

function rowOf(names: readonly string[]): Schema {
  return { type: 'array', items: { type: 'number' }, minItems: names.length, maxItems: names.length }
}

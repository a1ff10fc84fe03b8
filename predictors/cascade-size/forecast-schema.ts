import type { Schema } from '../predictor.ts'

const nullableNumber: Schema = { type: ['number', 'null'] }
const nullableSize: Schema = { type: ['integer', 'null'] }

/** FittedParameters, or null. */
export const fitSchema: Schema = {
  type: ['object', 'null'],
  required: ['kernel', 'kappa', 'followerExponent', 'decay', 'branchingFactor', 'directOffspring'],
  properties: {
    kernel: { enum: ['power-law', 'exponential'] },
    kappa: { type: 'number' },
    followerExponent: { type: 'number' },
    cutoffSeconds: nullableNumber,
    decay: { type: 'number' },
    branchingFactor: { type: 'number', minimum: 0, maximum: 1 },
    directOffspring: { type: 'number', minimum: 0 },
    negLogLikelihood: { type: 'number' },
    isConverged: { type: 'boolean' },
    iterations: { type: 'integer' },
    starts: { type: 'integer' },
    boundsHit: { type: 'array', items: { type: 'string' } }
  }
}

/** The schema of a Forecast. The type documents each field. */
export const outputSchema: Schema = {
  $id: 'cascade-size/output',
  type: 'object',
  required: [
    'windowSeconds',
    'observedEvents',
    'method',
    'reason',
    'areOptimal',
    'point',
    'median',
    'interval',
    'quantiles',
    'lowerBound',
    'scalingFactor',
    'fit',
    'reasons',
    'similar',
    'weights',
    'flags',
    'followers',
    'trainedOn',
    'calibration',
    'range'
  ],
  additionalProperties: false,
  properties: {
    windowSeconds: { type: 'number' },
    observedEvents: { type: 'integer', minimum: 1 },
    method: { enum: ['hybrid', 'early', 'hawkes', 'untrained', 'none'] },
    reason: {
      enum: [
        null,
        'too-few-events',
        'fit-not-converged',
        'branching-factor-at-bound',
        'no-early-forest',
        'window-not-trained',
        'outside-training-range',
        'canceled'
      ]
    },
    areOptimal: nullableSize,
    point: { ...nullableSize, deprecated: true },
    median: nullableSize,
    interval: {
      type: ['object', 'null'],
      required: ['low', 'high', 'coverage'],
      additionalProperties: false,
      properties: { low: { type: 'integer' }, high: { type: 'integer' }, coverage: { type: 'number' } }
    },
    quantiles: {
      type: ['array', 'null'],
      items: {
        type: 'object',
        required: ['share', 'size'],
        additionalProperties: false,
        properties: { share: { type: 'number' }, size: { type: 'integer' } }
      }
    },
    lowerBound: { type: 'integer', minimum: 1 },
    scalingFactor: nullableNumber,
    fit: fitSchema,
    reasons: {
      type: ['object', 'null'],
      required: ['base', 'groups'],
      additionalProperties: false,
      properties: {
        base: { type: 'number' },
        groups: {
          type: 'array',
          items: {
            type: 'object',
            required: ['name', 'title', 'contribution', 'factor'],
            additionalProperties: false,
            properties: {
              name: { type: 'string' },
              title: { type: 'string' },
              contribution: { type: 'number' },
              factor: { type: 'number' }
            }
          }
        }
      }
    },
    similar: {
      type: 'array',
      items: {
        type: 'object',
        required: ['id', 'observedEvents', 'finalSize', 'weight', 'isSimulated'],
        additionalProperties: false,
        properties: {
          id: { type: ['string', 'null'] },
          observedEvents: { type: 'integer' },
          finalSize: { type: 'integer' },
          weight: { type: 'number' },
          isSimulated: { type: ['boolean', 'null'] }
        }
      }
    },
    weights: {
      type: 'array',
      deprecated: true,
      items: {
        type: 'object',
        required: ['feature', 'importance', 'value'],
        additionalProperties: false,
        properties: {
          feature: { type: 'string' },
          importance: { type: 'number' },
          value: { type: 'number' }
        }
      }
    },
    flags: {
      type: 'array',
      items: {
        type: 'object',
        required: ['name', 'text'],
        additionalProperties: false,
        properties: {
          name: {
            enum: [
              'untrained',
              'outside-training-range',
              'smallest-size',
              'disagrees-with-estimate',
              'wide-range',
              'coverage'
            ]
          },
          text: { type: 'string' }
        }
      }
    },
    followers: { enum: ['all', 'post', 'none'] },
    trainedOn: {
      type: ['object', 'null'],
      required: ['cascades', 'simulatedCascades', 'minSize', 'maxSize', 'networks', 'years'],
      additionalProperties: false,
      properties: {
        cascades: { type: 'integer' },
        simulatedCascades: { type: 'integer' },
        minSize: { type: 'integer' },
        maxSize: { type: 'integer' },
        networks: { type: 'array', items: { type: 'string' } },
        years: { type: ['array', 'null'], items: { type: 'integer' } }
      }
    },
    calibration: {
      type: ['object', 'null'],
      required: ['outcomes', 'coverage'],
      additionalProperties: false,
      properties: { outcomes: { type: 'integer' }, coverage: nullableNumber }
    },
    range: {
      type: ['object', 'null'],
      required: ['isOutside', 'distance', 'limit'],
      additionalProperties: false,
      properties: {
        isOutside: { type: 'boolean' },
        distance: { type: 'number' },
        limit: { type: 'number' }
      }
    }
  }
}

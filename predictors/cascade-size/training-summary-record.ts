import type { Json } from '../predictor.ts'
import type { TrainingSummary } from './model.ts'
import { readFields, refuse } from './record.ts'

/** Reads the summary in the header of an artefact. Throws a TypeError that states the reason. */
export function readTrainingSummary(value: Json): TrainingSummary {
  const fields = readFields(value, 'trainedOn')
  return {
    cascades: fields.number('cascades'),
    seed: fields.number('seed'),
    networks: readNetworks(fields.optional('networks')),
    years: readYears(fields.optional('years')),
    windows: fields.list('windows').map((each, i) => {
      const own = readFields(each, `trainedOn.windows[${i}]`)
      return {
        windowSeconds: own.positive('windowSeconds'),
        cascades: own.number('cascades'),
        smallestSize: own.number('smallestSize'),
        medianSize: own.number('medianSize'),
        largestSize: own.number('largestSize')
      }
    })
  }
}

/** Versions before this field do not know. */
function readNetworks(value: Json): TrainingSummary['networks'] {
  if (!Array.isArray(value)) return []
  return value.map(name => (typeof name === 'string' ? name : refuse('trainedOn.networks are not all text')))
}

function readYears(value: Json): TrainingSummary['years'] {
  if (!Array.isArray(value)) return null
  const [first, last] = value
  if (typeof first !== 'number' || typeof last !== 'number') refuse('trainedOn.years are not two numbers')
  return [first, last]
}

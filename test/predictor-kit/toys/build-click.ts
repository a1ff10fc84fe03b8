import type { Fault, Predictor } from '../../../predictors/predictor.ts'
import {
  applyShift,
  type ClickModel,
  type ClickSample,
  clickBaselines,
  clickProbability,
  combineCounts,
  countWord,
  decodeClickModel,
  type Impression,
  learnShift,
  planParts,
  squaredErrors
} from './click-model.ts'

interface ClickOutcome {
  readonly clicked: boolean
}
interface ClickAnswer {
  readonly probability: number
  readonly method: 'words' | 'none'
  /** How often predict was called on this thread, and how many inputs this call had. */
  readonly call: number
  readonly callSize: number
}

/** What a call costs, whatever it is asked: a batch of 100 costs as much as one input. */
const MILLISECONDS_PER_CALL = 5

const impression = {
  device: { enum: ['desktop', 'phone'], description: 'Where it was shown.' },
  words: {
    type: 'array',
    items: { type: 'string', minLength: 1, maxLength: 40 },
    maxItems: 20,
    description: 'The words that were shown.'
  }
} as const
const clicked = { type: 'boolean', description: 'Whether the visitor clicked.' } as const

/** Whether a visitor clicks on what he is shown. */
export function buildClick(
  name: string,
  outcomes: 'one' | 'many'
): Predictor<Impression, ClickAnswer, ClickOutcome, ClickSample, ClickModel> {
  let calls = 0
  return {
    name,
    title: outcomes === 'many' ? 'Clicks' : 'Click',
    description: 'Predicts whether a visitor clicks on what he is shown.',
    input: {
      type: 'object',
      required: ['device', 'words'],
      additionalProperties: false,
      properties: impression
    },
    output: {
      type: 'object',
      required: ['probability', 'method', 'call', 'callSize'],
      additionalProperties: false,
      properties: {
        probability: { type: 'number', description: 'Of a click.' },
        method: { enum: ['words', 'none'] },
        call: { type: 'integer', description: 'Calls of predict on this thread.' },
        callSize: { type: 'integer', description: 'Inputs of this call.' }
      }
    },
    outcome: {
      type: 'object',
      required: ['clicked'],
      additionalProperties: false,
      properties: { clicked }
    },
    examples: [
      {
        title: 'An offer on a phone',
        input: { device: 'phone', words: ['free', 'offer'] },
        outcome: { clicked: true }
      }
    ],
    answer: [
      { path: '/probability', label: 'Probability of a click', kind: 'share' },
      { path: '/method', label: 'Method', kind: 'text' },
      { path: '/callSize', label: 'Inputs of the call', kind: 'count' }
    ],
    slice: ({ device }) => device,
    slices: { title: 'Device', kind: 'text' },
    outcomes,
    findReportFault: (outcome, input) => findFault({ ...input, ...outcome }),
    metrics: [
      { name: 'squaredError', title: 'Squared error', kind: 'number', direction: 'lower-is-better' },
      { name: 'accuracy', title: 'Accuracy', kind: 'share', direction: 'higher-is-better' }
    ],
    batch: { maxSize: 100, maxDelayMs: 20 },
    sampleSchema: {
      type: 'object',
      required: ['device', 'words', 'clicked'],
      additionalProperties: false,
      properties: { ...impression, clicked }
    },
    findOutcomeFault: findFault,
    sampleVersion: 1,
    featureNames: null,

    predict: (model, inputs, run) => {
      if (run.isCanceled) return inputs.map(() => ({ ok: false, code: 'canceled', reason: 'canceled' }))
      calls++
      const end = performance.now() + MILLISECONDS_PER_CALL
      while (performance.now() < end);
      return inputs.map(input => ({
        ok: true,
        output: {
          probability: model ? clickProbability(model, input) : 0.5,
          method: model ? 'words' : 'none',
          call: calls,
          callSize: inputs.length
        },
        features: listFeatures(input)
      }))
    },

    sample: (input, outcome) => ({ ...input, ...outcome }),
    features: listFeatures,
    plan: planParts,
    trainPart: countWord,
    combine: combineCounts,
    losses: (model, samples) =>
      squaredErrors(samples, sample => (model ? clickProbability(model, sample) : 0.5)),
    baselines: clickBaselines,
    measure: (model, samples) => {
      const isRight = (sample: ClickSample) =>
        (model ? clickProbability(model, sample) > 0.5 : false) === sample.clicked
      return { accuracy: samples.filter(({ sample }) => isRight(sample)).length / samples.length }
    },
    calibration: { learn: learnShift, apply: applyShift },
    encode: model => new TextEncoder().encode(JSON.stringify(model)),
    decode: decodeClickModel
  }
}

function findFault({ words, clicked }: ClickSample): Fault | null {
  return clicked && words.length === 0
    ? { field: '/clicked', reason: 'must be false: no word was shown' }
    : null
}

/** Which words and which device there are: no dense row would hold all words. */
function listFeatures({ device, words }: Impression): Readonly<Record<string, number>> {
  return { [`device:${device}`]: 1, ...Object.fromEntries(words.map(word => [`word:${word}`, 1])) }
}

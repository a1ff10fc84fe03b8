import type { Losses, Predictor, Samples } from '../../predictors/predictor.ts'

interface Text {
  readonly words: number
}
interface Answer {
  readonly seconds: number
  readonly method: 'learned' | 'assumed'
}
interface Outcome {
  readonly seconds: number
}
interface Sample extends Text, Outcome {}
interface Model {
  readonly secondsPerWord: number
}

/** What answers while there is no version: 238 words a minute (Brysbaert 2019). */
const assumed: Model = { secondsPerWord: 60 / 238 }

const words = { type: 'integer', minimum: 1, description: 'How many words the text has.' } as const
const seconds = { type: 'number', exclusiveMinimum: 0, description: 'How long reading it takes.' } as const

export const predictor: Predictor<Text, Answer, Outcome, Sample, Model> = {
  name: 'reading-time',
  title: 'Reading time',
  description: 'Predicts how long a reader needs for a text.',
  input: { type: 'object', required: ['words'], additionalProperties: false, properties: { words } },
  output: {
    type: 'object',
    required: ['seconds', 'method'],
    additionalProperties: false,
    properties: { seconds, method: { enum: ['learned', 'assumed'] } }
  },
  outcome: { type: 'object', required: ['seconds'], additionalProperties: false, properties: { seconds } },
  examples: [{ title: 'A short article', input: { words: 600 }, outcome: { seconds: 190 } }],
  answer: [
    { path: '/seconds', label: 'Reading time', kind: 'seconds' },
    { path: '/method', label: 'Method', kind: 'text' }
  ],
  slice: input => (input.words < 500 ? 'short' : 'long'),
  slices: { title: 'Length', kind: 'text' },
  outcomes: 'many',
  findReportFault: (outcome, input) => findFault({ ...input, ...outcome }),
  metrics: [{ name: 'relativeError', title: 'Relative error', kind: 'share', direction: 'lower-is-better' }],
  sampleSchema: {
    type: 'object',
    required: ['words', 'seconds'],
    additionalProperties: false,
    properties: { words, seconds }
  },
  findOutcomeFault: findFault,
  sampleVersion: 1,
  featureNames: ['words'],

  predict: (model, inputs) =>
    inputs.map(input => ({
      ok: true,
      output: { seconds: predictSeconds(model, input), method: model ? 'learned' : 'assumed' },
      features: [input.words]
    })),

  sample: (input, outcome) => ({ words: input.words, seconds: outcome.seconds }),
  features: sample => [sample.words],

  plan: () => [{ index: 0 }],
  trainPart: samples => ({
    index: 0,
    secondsPerWord: median(samples.map(({ sample }) => sample.seconds / sample.words))
  }),
  combine: (_samples, [part]) => ({ secondsPerWord: Number(part?.secondsPerWord) }),

  losses: (model, samples) => relativeErrors(samples, sample => predictSeconds(model, sample)),
  baselines: (training, samples) => {
    const usual = median(training.map(({ sample }) => sample.seconds))
    return { constant: relativeErrors(samples, () => usual) }
  },

  encode: model => new TextEncoder().encode(JSON.stringify(model)),
  decode: bytes => {
    const [, text] = /^\{"secondsPerWord":([\d.e-]+)\}$/.exec(new TextDecoder().decode(bytes)) ?? []
    const secondsPerWord = Number(text)
    if (!(secondsPerWord > 0)) throw new TypeError('secondsPerWord must be a number above 0')
    return { secondsPerWord }
  }
}

export const moduleUrl: string = import.meta.url

function predictSeconds(model: Model | null, { words }: Text): number {
  return words * (model ?? assumed).secondsPerWord
}

function findFault({ words, seconds }: Sample) {
  return seconds > words * 60
    ? { field: '/seconds', reason: `is more than a minute a word (${words} words)` }
    : null
}

function relativeErrors(samples: Samples<Sample>, predict: (sample: Sample) => number): Losses {
  return {
    groups: samples.map(({ group }) => group),
    slices: samples.map(({ sample }) => (sample.words < 500 ? 'short' : 'long')),
    values: Float64Array.from(
      samples,
      ({ sample }) => Math.abs(predict(sample) - sample.seconds) / sample.seconds
    )
  }
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0
}

import type { Losses, Samples } from '../predictor.ts'
import type { BestModel } from './best-model.ts'
import { identify } from './identify.ts'
import { scorerOf } from './scorer.ts'
import { sliceOf } from './slices.ts'
import type { LanguageSample } from './text-input.ts'

/** The loss of a language that got no probability. */
const MAX_LOSS = -Math.log(1e-6)

/** The logarithmic loss of each sample. Without a model no language gets a probability. */
export function measureLosses(model: BestModel | null, samples: Samples<LanguageSample>): Losses {
  return toLosses(samples, ({ text, language }) => (model ? shareOf(model, text, language) : 0))
}

/** What is known without reading a text: how often the training set had each language. */
export function measureBaselines(
  training: Samples<LanguageSample>,
  samples: Samples<LanguageSample>
): Readonly<Record<string, Losses>> {
  const counts = new Map<string, number>()
  for (const { sample } of training) counts.set(sample.language, (counts.get(sample.language) ?? 0) + 1)
  return { frequency: toLosses(samples, ({ language }) => (counts.get(language) ?? 0) / training.length) }
}

/** The share of the samples whose most likely language is theirs. */
export function measureAccuracy(
  model: BestModel | null,
  samples: Samples<LanguageSample>
): Readonly<Record<string, number>> {
  const right = samples.filter(
    ({ sample }) => model !== null && identify(model, sample.text).language === sample.language
  )
  return { accuracy: right.length / samples.length }
}

function shareOf(model: BestModel, text: string, language: string): number {
  const scorer = scorerOf(model)
  scorer.read(text)
  const shares = scorer.probabilities()
  return shares.reduce((sum, share, label) => (model.languages[label] === language ? sum + share : sum), 0)
}

function toLosses(samples: Samples<LanguageSample>, shareOf: (sample: LanguageSample) => number): Losses {
  return {
    groups: samples.map(({ group }) => group),
    slices: samples.map(({ sample }) => sliceOf(sample)),
    values: Float64Array.from(samples, ({ sample }) => Math.min(-Math.log(shareOf(sample)), MAX_LOSS))
  }
}

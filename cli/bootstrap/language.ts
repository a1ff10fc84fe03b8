import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { language } from '../../predictors/language/language.ts'
import type { LanguageSample } from '../../predictors/language/text-input.ts'
import type { Samples } from '../../predictors/predictor.ts'
import type { ManifestDraft } from '../../stores/model-versions.ts'
import { summarizeFeatures } from '../../trainer/feature-summary.ts'
import { listOtherMetrics, summarizeLosses } from '../../trainer/metrics.ts'
import { addSpanishAccents, hasLanguageTexts, languageFolder, readLanguageTexts } from './language-texts.ts'

// npm run bootstrap:language: rebuilds the first version of `language`, byte for byte, where its training data is.

const SEED = 1
/** One text in so many is held out to measure the version; the version itself learns from all. */
const HELD_OUT_EVERY = 10

if (!hasLanguageTexts()) {
  console.error('The training data is not beside the repository: ../shared/data/language/train.tsv.gz')
  process.exit(1)
}
const texts = readLanguageTexts('shipped')
const heldOut = toSamples(texts.filter((_, index) => index % HELD_OUT_EVERY === 0))
const rest = toSamples(addSpanishAccents(texts.filter((_, index) => index % HELD_OUT_EVERY > 0)))
const measured = train(rest)
const training = toSamples(addSpanishAccents(texts))
const artefact = language.encode(train(training))
const draft: ManifestDraft = {
  schemaVersion: language.sampleVersion,
  features: summarizeFeatures(
    language.featureNames,
    training.map(({ sample }) => language.features(sample))
  ),
  training: {
    source:
      'lingua-rs test data, from the Leipzig news corpora (Apache-2.0); ' +
      'GATITOS of google-research/url-nlp for Waray (CC BY 4.0); examples/language/spanish.txt',
    samples: training.length,
    groups: training.length,
    cut: null,
    seed: SEED,
    options: {}
  },
  metrics: summarizeLosses(
    {
      candidate: language.losses(measured, heldOut),
      'model-less': language.losses(null, heldOut),
      ...language.baselines(rest, heldOut)
    },
    language.slices
  ),
  otherMetrics: listOtherMetrics(language, { candidate: language.measure?.(measured, heldOut) ?? {} }),
  parent: null,
  codeVersion: 'bootstrap',
  isSimulated: false,
  notes:
    'Learned from public texts in 38 languages, with notice: examples/language/README.md. Its metrics are those of a version ' +
    'that learned from nine tenths of them.'
}
writeFileSync(join(languageFolder, 'artefact.bin'), artefact)
writeFileSync(join(languageFolder, 'manifest.json'), `${JSON.stringify(draft, null, 2)}\n`)
console.log(`${artefact.byteLength} bytes in ${languageFolder}`)

function train(samples: Samples<LanguageSample>) {
  const options = { seed: SEED }
  const parts = language.plan(samples, options).map(part => language.trainPart(samples, part))
  return language.combine(samples, parts, options)
}

function toSamples(samples: readonly LanguageSample[]): Samples<LanguageSample> {
  return samples.map(({ language, text }, index) => ({
    id: `${index}`,
    group: `${index}`,
    endedAt: '1970-01-01T00:00:00.000Z',
    sample: { language, text }
  }))
}

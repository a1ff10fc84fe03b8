import { existsSync, readFileSync } from 'node:fs'
import { addSpanishAccents, hasLanguageTexts, readLanguageTexts } from '../../cli/bootstrap/language-texts.ts'
import { splitFolds } from '../../learners/folds.ts'
import { type BestModel, decodeModel } from '../../predictors/language/best-model.ts'
import { identify } from '../../predictors/language/identify.ts'
import { bootstrap, language } from '../../predictors/language/language.ts'
import { scorerOf } from '../../predictors/language/scorer.ts'
import type { LanguageSample } from '../../predictors/language/text-input.ts'
import { type BenchResult, judge, median } from '../result.ts'
import { loadEld, readDeclarations } from './references.ts'

const FOLDS = 5
const ROUNDS = 5
const tweets = new URL('../../../shared/data/language/tweets6-dev.tsv', import.meta.url)

/**
 * The predictor `language`: its accuracy in cross-validation (`best`: trained as the version that comes with the program; `measured`:
 * trained on all data), that of this version on texts it never learned from, its cost, and eld 2.1.0 on the same texts.
 */
export async function measureLanguage(log: (line: string) => void): Promise<readonly BenchResult[]> {
  if (!hasLanguageTexts() || !existsSync(tweets)) throw new Error('needs ../shared/data/language')
  const { model, results: loading } = measureLoading()
  const eld = await loadEld()
  const results: BenchResult[] = [...loading, ...measureSpeed(model, eld, log)]
  for (const set of ['shipped', 'measured'] as const) {
    const own = set === 'shipped' ? 'best' : 'measured'
    const accuracies = crossValidate(set, eld, log)
    for (const [kind, goal] of [
      ['sentence', 0.985],
      ['pair', 0.93],
      ['word', 0.77]
    ] as const) {
      const found = compare(`language.${own}.${kind}`, accuracies.get(kind), accuracies.get(`${kind}.eld`))
      results.push(set === 'shipped' ? judge(found, `>= ${goal}`) : found)
    }
    results.push({
      name: `language.${own}.waray`,
      value: accuracies.get('waray') ?? Number.NaN,
      unit: ''
    })
  }
  const answer = (text: string) => identify(model, text).language
  for (const [name, texts, goal] of [
    ['udhr', readDeclarations(), 0.97],
    ['tweets', readTweets(), 0.98]
  ] as const)
    results.push(
      judge(compare(`language.best.${name}`, accuracyOf(texts, answer), accuracyOf(texts, eld)), `>= ${goal}`)
    )
  return results
}

function compare(name: string, value = Number.NaN, referenceValue = Number.NaN): BenchResult {
  return { name, value, unit: '', reference: 'eld', referenceValue }
}

/** Processor time and memory from the bytes of the artefact to the first answer, in a cold process. */
function measureLoading(): { readonly model: BestModel; readonly results: readonly BenchResult[] } {
  const before = process.memoryUsage.rss()
  const bytes = readFileSync(bootstrap.artefact)
  const start = process.cpuUsage()
  const model = decodeModel(bytes)
  identify(model, 'Huset ligger ved fjorden')
  const { user, system } = process.cpuUsage(start)
  const megabytes = (process.memoryUsage.rss() - before) / 1e6
  return {
    model,
    results: [
      judge({ name: 'language.best.artefactMegabytes', value: bytes.length / 1e6, unit: 'MB' }, '<= 5'),
      judge({ name: 'language.best.residentMegabytes', value: megabytes, unit: 'MB' }, '<= 50'),
      judge({ name: 'language.best.readyMilliseconds', value: (user + system) / 1e3, unit: 'ms' }, '<= 50')
    ]
  }
}

/** Processor time on sentences of 90 to 110 characters: the probabilities alone, and the whole answer. In turns with eld. */
function measureSpeed(
  model: BestModel,
  eld: (text: string) => string,
  log: (line: string) => void
): readonly BenchResult[] {
  const texts = readLanguageTexts('shipped')
    .filter(({ kind, text }) => kind === 'sentence' && text.length >= 90 && text.length <= 110)
    .map(({ text }) => text)
  const scorer = scorerOf(model)
  const contestants = {
    probabilities: (text: string) => {
      scorer.read(text)
      scorer.probabilities()
    },
    answers: (text: string) => void identify(model, text),
    eld: (text: string) => void eld(text)
  }
  const rates = { probabilities: [], answers: [], eld: [] } as Record<keyof typeof contestants, number[]>
  for (let round = 0; round < ROUNDS; round++)
    for (const name of ['probabilities', 'answers', 'eld'] as const) {
      const start = process.cpuUsage().user
      for (const text of texts) contestants[name](text)
      rates[name].push((1e6 * texts.length) / (process.cpuUsage().user - start))
    }
  log(`sentences a second of processor time: ${JSON.stringify(rates)}`)
  const rate = median(rates.answers)
  return [
    judge({ name: 'language.best.rowsPerSecond', value: rate, unit: 'texts/s' }, '>= 100000'),
    {
      name: 'language.best.probabilitiesPerSecond',
      value: median(rates.probabilities),
      unit: 'texts/s'
    },
    judge({ name: 'language.best.overEld', value: rate / median(rates.eld), unit: 'x' }, '>= 5')
  ]
}

/** The accuracy of each kind of text in folds, without Waray, which is reported for itself. */
function crossValidate(
  set: 'shipped' | 'measured',
  eld: (text: string) => string,
  log: (line: string) => void
): ReadonlyMap<string, number> {
  const texts = readLanguageTexts(set)
  const grouped = texts.map(each => ({ ...each, group: `${each.language}\t${each.text}` }))
  const counts = new Map<string, { right: number; all: number }>()
  const count = (key: string, isRight: boolean) => {
    const { right, all } = counts.get(key) ?? { right: 0, all: 0 }
    counts.set(key, { right: right + Number(isRight), all: all + 1 })
  }
  for (const [fold, { training, test }] of splitFolds(grouped, FOLDS, 1).entries()) {
    const start = process.cpuUsage().user
    const model = train(addSpanishAccents(training.map(index => texts[index]!)))
    log(`${set}, fold ${fold + 1}: trained in ${(process.cpuUsage().user - start) / 1e6} s of processor time`)
    for (const index of test) {
      const { text, language, kind } = texts[index]!
      const isRight = identify(model, text).language === language
      if (language === 'war') count('waray', isRight)
      else {
        count(kind, isRight)
        count(`${kind}.eld`, isSame(eld(text), language))
      }
    }
  }
  return new Map([...counts].map(([key, { right, all }]) => [key, right / all]))
}

function train(texts: readonly LanguageSample[]): BestModel {
  const samples = texts.map(({ language, text }, index) => ({
    id: `${index}`,
    group: `${index}`,
    endedAt: '1970-01-01T00:00:00.000Z',
    sample: { language, text }
  }))
  const options = { seed: 1 }
  const parts = language.plan(samples, options).map(part => language.trainPart(samples, part))
  return language.combine(samples, parts, options)
}

function accuracyOf(texts: readonly LanguageSample[], tell: (text: string) => string): number {
  return texts.filter(({ language, text }) => isSame(tell(text), language)).length / texts.length
}

/** eld has one code for both kinds of Norwegian. */
function isSame(found: string, language: string): boolean {
  return found === language || (found === 'no' && language === 'nb')
}

function readTweets(): readonly LanguageSample[] {
  const lines = readFileSync(tweets, 'utf8')
    .split('\n')
    .filter(line => line !== '')
  return lines.map(line => {
    const [language = '', text = ''] = line.split('\t')
    return { language, text }
  })
}

import { splitFolds } from '../learners/folds.ts'
import { answerQueries } from '../predictors/cascade-size/answer.ts'
import type { Model } from '../predictors/cascade-size/model.ts'
import type { Sample } from '../predictors/cascade-size/sample.ts'
import { trainModel } from '../predictors/cascade-size/train.ts'
import type { Samples } from '../predictors/predictor.ts'
import { readSamples } from './real/read-samples.ts'
import { type Bench, type BenchResult, judge } from './result.ts'

const windows = [300, 600, 3_600]
const trainedOn = 'seismic'
const asked = ['liang-twitter', 'forest-twitter', 'auspol']
const folds = 10
/** An answer that is farther off than by this factor is wrong. */
const wrongFactor = 3

interface Judged {
  readonly isFlagged: boolean
  readonly isWrong: boolean
}

/**
 * Trains on large cascades (seismic) and asks about sets of ordinary ones, before any outcome: how many of the wrong answers are
 * flagged, and how many answers about held-out cascades of the training set's own kind.
 */
export const run: Bench = async ({ log }) => {
  const own = await readSamples(trainedOn, windows, { minEvents: 1 })
  const ownAnswers = splitFolds(own, folds, 1).flatMap(({ training, test }, fold) => {
    const model = train(
      training.map(position => own[position]!),
      fold + 1
    )
    return ask(
      model,
      test.map(position => own[position]!)
    )
  })
  const ownRate = shareOf(ownAnswers, ({ isFlagged }) => isFlagged)
  log(`${trainedOn}: ${percent(ownRate)} of ${ownAnswers.length} own answers are flagged`)
  const results: BenchResult[] = [
    judge({ name: `populations.${trainedOn}.ownRate`, value: ownRate, unit: '' }, '<= 0.05')
  ]
  const model = train(own, 1)
  for (const set of asked) {
    const answers = ask(model, await readSamples(set, windows, { minEvents: 1 }))
    const wrong = answers.filter(({ isWrong }) => isWrong)
    const flaggedWrong = shareOf(wrong, ({ isFlagged }) => isFlagged)
    log(
      `${set}: ${wrong.length} of ${answers.length} answers are off more than ${wrongFactor}-fold, ${percent(flaggedWrong)} of them are flagged`
    )
    results.push(
      judge({ name: `populations.${set}.flaggedWrong`, value: flaggedWrong, unit: '' }, '>= 0.8'),
      { name: `populations.${set}.wrong`, value: wrong.length / answers.length, unit: '' }
    )
  }
  return results
}

function train(samples: Samples<Sample>, seed: number): Model {
  return trainModel(samples, { seed, windows })
}

function ask(model: Model, samples: Samples<Sample>): readonly Judged[] {
  const cases = samples.map(({ sample }) => sample)
  return answerQueries(model, cases).map(({ median, flags }, i) => {
    const factor = (median ?? Number.NaN) / cases[i]!.finalSize
    return { isFlagged: flags.length > 0, isWrong: !(factor <= wrongFactor && factor >= 1 / wrongFactor) }
  })
}

function shareOf<T>(all: readonly T[], is: (each: T) => boolean): number {
  return all.filter(is).length / all.length
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`
}

import { splitFolds } from '../learners/folds.ts'
import { answerQueries } from '../predictors/cascade-size/answer.ts'
import type { Sample } from '../predictors/cascade-size/sample.ts'
import { trainModel } from '../predictors/cascade-size/train.ts'
import type { Samples } from '../predictors/predictor.ts'
import { Errors } from './real/paired-errors.ts'
import { readSamples } from './real/read-samples.ts'
import { type Bench, type BenchResult, judge } from './result.ts'

const names = ['seismic', 'auspol'] as const
const windows = [300, 600, 3600]
const seeds = [0, 1]
const folds = 10
type Sets = Readonly<Record<(typeof names)[number], Samples<Sample>>>

/**
 * Two populations, one of 500 large cascades, one of thousands of tiny ones. Learned on both together against on each alone:
 * 10 folds, two fold seeds, paired by cascade, judged on each by itself. Learned on one and asked about the other: how
 * many cases are called out of range.
 */
export const run: Bench = async ({ log }) => {
  const all = { seismic: await readSamples('seismic', windows), auspol: await readSamples('auspol', windows) }
  return windows.flatMap(window => {
    const pick = (samples: Samples<Sample>) => samples.filter(({ sample }) => sample.windowSeconds === window)
    const sets = { seismic: pick(all.seismic), auspol: pick(all.auspol) }
    log(`${window} s: ${sets.seismic.length} + ${sets.auspol.length} cases`)
    return [...compareMixed(window, sets), ...measureOutside(window, sets)]
  })
}

function compareMixed(window: number, sets: Sets): BenchResult[] {
  const alone = { seismic: new Errors(), auspol: new Errors() }
  const mixed = { seismic: new Errors(), auspol: new Errors() }
  const unweighed = { seismic: new Errors(), auspol: new Errors() }
  for (const seed of seeds) {
    const splits = names.map(name => splitFolds(sets[name], folds, seed))
    for (let fold = 0; fold < folds; fold++) {
      const options = { seed: seed + fold }
      const training = names.map((name, i) => splits[i]![fold]!.training.map(each => sets[name][each]!))
      const both = trainModel(training.flat(), options)
      const plain = trainModel(training.flat(), { ...options, weighsPeers: false })
      names.forEach((name, i) => {
        const asked = splits[i]![fold]!.test.map(each => sets[name][each]!)
        alone[name].add(trainModel(training[i]!, options), asked)
        mixed[name].add(both, asked)
        unweighed[name].add(plain, asked)
      })
    }
  }
  return names.flatMap(set => {
    const { mean, standardError } = mixed[set].compare(alone[set])
    const name = `mix.${window}.${set}`
    return [
      { name: `${name}.alone`, value: alone[set].mean, unit: 'mean ARE' },
      { name: `${name}.both`, value: mixed[set].mean, unit: 'mean ARE' },
      { name: `${name}.bothWithoutPeers`, value: unweighed[set].mean, unit: 'mean ARE' },
      { name: `${name}.loss`, value: mean, unit: 'mean ARE' },
      judge({ name: `${name}.lossOverError`, value: mean / standardError, unit: 'standard errors' }, '<= 2')
    ]
  })
}

function measureOutside(window: number, sets: Sets): BenchResult[] {
  return names.map((set, i) => {
    const model = trainModel(sets[set], { seed: 0 })
    const other = sets[names[1 - i]!].map(({ sample }) => sample)
    const outside = answerQueries(model, other).filter(({ range }) => range?.isOutside).length
    const unit = `of the cases of ${names[1 - i]!}`
    return { name: `mix.${window}.${set}.outside`, value: outside / other.length, unit }
  })
}

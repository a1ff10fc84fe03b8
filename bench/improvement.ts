import { splitFolds } from '../learners/folds.ts'
import { combine, plan, trainPart } from '../predictors/cascade-size/train.ts'
import { Errors } from './real/paired-errors.ts'
import { readSamples } from './real/read-samples.ts'
import { type Bench, judge } from './result.ts'

const windows = [300, 600, 3600, 86_400]
const seeds = [0, 1, 2]
const folds = 10

/**
 * The hybrid against recipe A, from the same trees: 10 folds by cascade of the 500 real ones, three fold seeds, paired by
 * cascade. What the hybrid adds is chosen inside each training fold.
 */
export const run: Bench = async ({ log }) => {
  const samples = await readSamples('seismic', windows)
  return windows.flatMap(window => {
    const own = samples.filter(({ sample }) => sample.windowSeconds === window)
    const recipe = new Errors()
    const hybrid = new Errors()
    for (const seed of seeds) {
      log(`${window} s, fold seed ${seed}`)
      splitFolds(own, folds, seed).forEach(({ training, test }, fold) => {
        const known = training.map(position => own[position]!)
        const asked = test.map(position => own[position]!)
        const options = { seed: seed + fold }
        const parts = plan(known, options).map(part => trainPart(known, part))
        const plain = { ...options, remembersAuthors: false, weighsPeers: false }
        recipe.add(combine(known, parts, plain), asked)
        hybrid.add(combine(known, parts, options), asked)
      })
    }
    const { mean, standardError } = recipe.compare(hybrid)
    const name = `improvement.${window}`
    return [
      { name: `${name}.recipeA`, value: recipe.mean, unit: 'mean ARE' },
      { name: `${name}.hybrid`, value: hybrid.mean, unit: 'mean ARE' },
      { name: `${name}.gain`, value: mean, unit: 'mean ARE' },
      judge({ name: `${name}.gainOverError`, value: mean / standardError, unit: 'standard errors' }, '>= 2')
    ]
  })
}

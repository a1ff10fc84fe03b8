import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { bootstrapArtefactFile } from '../app/bootstrap/recipe.ts'
import { absoluteRelativeError } from '../predictors/cascade-size/absolute-relative-error.ts'
import { answerQueries } from '../predictors/cascade-size/answer.ts'
import { decodeModel } from '../predictors/cascade-size/model-artefact.ts'
import type { Sample } from '../predictors/cascade-size/sample.ts'
import { readSamples } from './real/read-samples.ts'
import { type Bench, type BenchResult, judge } from './result.ts'

const data = new URL('../../shared/data', import.meta.url).pathname
const windows = [300, 600, 3_600]
/** Of these sets the model was trained on one cascade in so many: examples/public. */
const trainedOnEvery: Readonly<Record<string, number>> = { gossipcop: 8, 'casflow-sample': 2 }

/**
 * The model that answers out of the box, on every set of real cascades beside the project, all cases, against repeating the count
 * and against twice the count. No case was in its training set.
 */
export const run: Bench = async ({ log }) => {
  const model = decodeModel(readFileSync(bootstrapArtefactFile))
  const sets = readdirSync(data).filter(name => existsSync(`${data}/${name}/index.csv`))
  const results: BenchResult[] = []
  for (const set of sets) {
    const samples = (await readSamples(set, windows, { minEvents: 1 }))
      .filter(({ group }) => !isTrainedOn(set, Number(group.split(' ').at(-1))))
      .map(({ sample }) => sample)
    for (const window of windows) {
      const cases = samples.filter(({ windowSeconds }) => windowSeconds === window)
      const answers = answerQueries(model, cases)
      const errors = answers.map(({ areOptimal }, i) => errorOf(cases[i]!, areOptimal ?? Number.NaN))
      const isFlagged = answers.map(
        ({ range, method }) => method === 'untrained' || range?.isOutside === true
      )
      const isCovered = answers.map(({ interval }, i) => contains(interval, cases[i]!.finalSize))
      const unflagged = errors.filter((_, i) => !isFlagged[i])
      const name = `first.${set}.${window}`
      const seen = mean(cases.map(each => errorOf(each, each.observedEvents)))
      const twiceSeen = mean(cases.map(each => errorOf(each, 2 * each.observedEvents)))
      const are = mean(errors)
      log(
        `${name}: ${are.toFixed(3)} of ${cases.length} cases, seen ${seen.toFixed(3)}, twice ${twiceSeen.toFixed(3)}`
      )
      results.push(
        judge({ name: `${name}.are`, value: are, unit: '' }, `<= ${1.03 * Math.min(seen, twiceSeen)}`),
        { name: `${name}.seen`, value: seen, unit: '' },
        { name: `${name}.twiceSeen`, value: twiceSeen, unit: '' },
        { name: `${name}.coverage`, value: mean(isCovered.map(Number)), unit: '' },
        { name: `${name}.flagged`, value: mean(isFlagged.map(Number)), unit: '' },
        { name: `${name}.unflaggedAre`, value: mean(unflagged), unit: '' }
      )
    }
  }
  return results
}

function isTrainedOn(set: string, number: number): boolean {
  const every = trainedOnEvery[set]
  return every !== undefined && number % every === 0
}

function errorOf({ finalSize }: Sample, size: number): number {
  return absoluteRelativeError(size, finalSize)
}

/** Whether a size is in an interval of whole events. */
function contains(interval: { readonly low: number; readonly high: number } | null, size: number): boolean {
  return interval !== null && Math.round(interval.low) <= size && size <= Math.round(interval.high)
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

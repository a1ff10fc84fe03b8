import type { Json, Samples } from '../predictor.ts'
import { answerQueries } from './answer.ts'
import type { Model, WindowRecalibration } from './model.ts'
import { logit, toScore } from './quantile-scores.ts'
import { quantileShares } from './quantiles.ts'
import { readFields, refuse } from './record.ts'
import type { Sample } from './sample.ts'

/** With fewer outcomes of a window its answers are not adapted. */
const minOutcomes = 10
/** The plain model counts like so many outcomes, and the other windows together like at most so many. */
const priorWeight = 3
const maxOtherWeight = 10
const priorScores = Array.from({ length: 19 }, (_, i) => logit((i + 0.5) / 19))

/** Coverage is measured on so many of the last outcomes, from so many on. */
const coverageOutcomes = 100
const minCoverageOutcomes = 50

/**
 * Learns from recent cases, in the order of their end, none of which the model was trained on. Null: no window has enough.
 * Cost: one answer for each case.
 */
export function learnRecalibration(model: Model, recent: Samples<Sample>): Json | null {
  const cases = recent.map(({ sample }) => sample)
  const scored = answerQueries({ ...model, recalibration: [] }, cases).flatMap(({ quantiles }, i) => {
    const { windowSeconds, finalSize } = cases[i]
    return quantiles ? [{ windowSeconds, score: scoreOutcome(quantiles, finalSize) }] : []
  })
  const learned = learnFromScores(scored)
  return learned.length === 0 ? null : learned.map(each => ({ ...each }))
}

/** An outcome as its score in the answer of the plain model. */
interface ScoredOutcome {
  readonly windowSeconds: number
  readonly score: number
}

/** Like learnRecalibration, from outcomes that are already scored, in the order of their end. */
export function learnFromScores(scored: readonly ScoredOutcome[]): readonly WindowRecalibration[] {
  const byWindow = Map.groupBy(scored, ({ windowSeconds }) => windowSeconds)
  const windows = [...byWindow.keys()].sort((a, b) => a - b)
  return windows.flatMap(windowSeconds => {
    const own = byWindow.get(windowSeconds)?.map(({ score }) => score) ?? []
    if (own.length < minOutcomes) return []
    const others = scored.filter(each => each.windowSeconds !== windowSeconds).map(({ score }) => score)
    const scores = adaptScores(own, others)
    return [{ windowSeconds, outcomes: own.length, coverage: measureCoverage(own), scores: round(scores) }]
  })
}

/** The model that answers with a recalibration. Throws a TypeError for a malformed one. */
export function applyRecalibration(model: Model, value: Json): Model {
  if (!Array.isArray(value) || value.length === 0)
    return refuse('its recalibration is not a list with an entry')
  const recalibration = value.map((each, i): WindowRecalibration => {
    const place = `recalibration[${i}]`
    const fields = readFields(each, place)
    const scores = fields.list('scores').map((score, k, all) => {
      const last = all[k - 1]
      const isAscending = typeof last !== 'number' || (typeof score === 'number' && score >= last)
      return typeof score === 'number' && isAscending ? score : refuse(`${place}.scores do not ascend`)
    })
    if (scores.length !== quantileShares.length) refuse(`${place} has not one score for each quantile`)
    return {
      windowSeconds: fields.positive('windowSeconds'),
      outcomes: fields.positive('outcomes'),
      coverage: fields.optional('coverage') === null ? null : fields.share('coverage'),
      scores
    }
  })
  return { ...model, recalibration }
}

/** A size is whole, so it stands for all sizes that round to it: the score nearest to that of the median counts. */
export function scoreOutcome(quantiles: readonly { readonly size: number }[], finalSize: number): number {
  const logs = quantiles.map(({ size }) => Math.log(size))
  const low = toScore(logs, Math.log(finalSize - 0.5))
  const high = toScore(logs, Math.log(finalSize + 0.5))
  return Math.min(Math.max(0, low), high)
}

interface WeighedScore {
  readonly score: number
  readonly weight: number
}

/** The quantiles of own scores, with those of other windows and of the plain model as far as they count. */
function adaptScores(own: readonly number[], others: readonly number[]): number[] {
  const otherWeight = Math.min(others.length, maxOtherWeight)
  const weighed: WeighedScore[] = [
    ...own.map(score => ({ score, weight: 1 })),
    ...others.map(score => ({ score, weight: otherWeight / others.length })),
    ...priorScores.map(score => ({ score, weight: priorWeight / priorScores.length }))
  ].sort((a, b) => a.score - b.score)
  const total = own.length + otherWeight + priorWeight
  return quantileShares.map(share => findScore(weighed, total, share))
}

/**
 * The quantile of weighted scores. The i-th of k scores of weight 1 is the i/(k + 1) quantile, as a new score is below it with
 * this probability; between them it is interpolated.
 */
function findScore(ascending: readonly WeighedScore[], total: number, share: number): number {
  const wanted = share * (total + 1)
  let before = 0
  let last: { readonly place: number; readonly score: number } | null = null
  for (const { score, weight } of ascending) {
    const place = before + weight / 2 + 0.5
    if (place >= wanted)
      return last === null
        ? score
        : last.score + ((wanted - last.place) / (place - last.place)) * (score - last.score)
    last = { place, score }
    before += weight
  }
  return ascending[ascending.length - 1].score
}

/** The share of the last outcomes within the range that the outcomes before each of them give. */
function measureCoverage(own: readonly number[]): number | null {
  const first = Math.max(minOutcomes, own.length - coverageOutcomes)
  const tested = own.slice(first)
  if (tested.length < minCoverageOutcomes) return null
  const low = quantileShares.indexOf(0.1)
  const high = quantileShares.indexOf(0.9)
  const covered = tested.filter((score, i) => {
    const scores = adaptScores(own.slice(0, first + i), [])
    return score >= scores[low] && score <= scores[high]
  })
  return covered.length / tested.length
}

function round(scores: readonly number[]): number[] {
  return scores.map(score => Number(score.toFixed(4)))
}

import type { Forecast } from './forecast.ts'
import { type Model, type Share, shareWindows, type WindowRecalibration } from './model.ts'
import { fromScore, mapScore, toScore } from './quantile-scores.ts'
import { quantileShares } from './quantiles.ts'

/** The sizes of an answer, adapted to recent outcomes. Null: too few outcomes are known of windows like this one. */
interface Adapted {
  readonly areOptimal: number
  /** By the indexes of quantileShares. */
  readonly sizes: readonly number[]
  readonly calibration: NonNullable<Forecast['calibration']>
}

/** `sizes`: those of the plain model, by the indexes of quantileShares. No adapted size is below the observed events. */
export function adaptSizes(
  { recalibration }: Pick<Model, 'recalibration'>,
  windowSeconds: number,
  observedEvents: number,
  plain: { readonly areOptimal: number; readonly sizes: readonly number[] }
): Adapted | null {
  const shares = shareWindows(recalibration, windowSeconds)
  if (shares.length === 0) return null
  const scores = blendScores(shares)
  const logs = plain.sizes.map(Math.log)
  const toSize = (score: number) => Math.max(observedEvents, Math.exp(fromScore(logs, score)))
  const [main] = shares.toSorted((a, b) => b.share - a.share)
  return {
    areOptimal: toSize(mapScore(scores, toScore(logs, Math.log(plain.areOptimal)))),
    sizes: scores.map(toSize),
    calibration: { outcomes: main.model.outcomes, coverage: main.model.coverage }
  }
}

function blendScores(shares: readonly Share<WindowRecalibration>[]): readonly number[] {
  return quantileShares.map((_, k) =>
    shares.reduce((sum, { model, share }) => sum + share * model.scores[k], 0)
  )
}

import type { Threads } from '../ports/threads.ts'
import type { Losses, PredictorModule } from '../predictors/predictor.ts'
import type { Metric } from '../stores/model-versions.ts'
import { buildSliceOrder } from './compare-slices.ts'
import { allSlices } from './metrics.ts'
import type { CaseText } from './train-task.ts'
import { measureModels } from './train-version.ts'

/** The maximum number of cases of one slice on which coverage is tested. */
const maxProbesPerSlice = 20

interface CoverageOptions {
  readonly threads: Threads
  readonly predictorModule: PredictorModule
  readonly candidate: SharedArrayBuffer
  /** The live version with data of its manifest. */
  readonly live: {
    readonly bytes: SharedArrayBuffer
    readonly metrics: readonly Metric[]
    readonly isSimulated: boolean
  }
}

/**
 * Finds the slices that the live version answers and the candidate does not, tested on cases of each slice. A slice without
 * cases counts as covered by the live version if its manifest has metrics of it, unless that version was trained on simulated
 * cases.
 */
export async function findDroppedSlices(
  { threads, predictorModule, candidate, live }: CoverageOptions,
  cases: readonly CaseText[]
): Promise<readonly string[]> {
  const { modelLess } = await measureModels(threads, predictorModule, cases, { modelLess: null })
  const probes = drawProbes(cases, modelLess!.slices)
  const losses = await measureModels(threads, predictorModule, probes, { candidate, live: live.bytes })
  const covered = listAnsweredSlices(losses.candidate!)
  const promised = live.isSimulated ? [] : listMeasuredSlices(live.metrics)
  const wanted = new Set([...listAnsweredSlices(losses.live!), ...promised])
  return [...wanted]
    .filter(slice => !covered.has(slice))
    .sort(buildSliceOrder(predictorModule.predictor.slices))
}

function drawProbes(cases: readonly CaseText[], slices: readonly string[]): readonly CaseText[] {
  const counts = new Map<string, number>()
  return cases.filter((_, index) => {
    const slice = slices[index]!
    const count = (counts.get(slice) ?? 0) + 1
    counts.set(slice, count)
    return count <= maxProbesPerSlice
  })
}

function listAnsweredSlices({ slices, values }: Losses): ReadonlySet<string> {
  return new Set(slices.filter((_, index) => !Number.isNaN(values[index])))
}

function listMeasuredSlices(metrics: readonly Metric[]): readonly string[] {
  return metrics
    .filter(({ forecaster, slice, cases }) => forecaster === 'candidate' && slice !== allSlices && cases > 0)
    .map(({ slice }) => slice)
}

import type { Clock } from '../../ports/clock.ts'
import type { Health, Problem } from '../../ports/health.ts'
import type { Log } from '../../ports/log.ts'
import { startPeriodic } from '../../relay/periodic.ts'
import type { Metric } from '../../stores/model-manifest.ts'
import type { ModelVersions } from '../../stores/model-versions.ts'

const EVERY_MILLISECONDS = 5_000

/** Warns at the start, and whenever a version goes live, of watched windows for which the live version was not trained. */
export function watchWindows(
  { health, clock, log }: { readonly health: Health; readonly clock: Clock; readonly log: Log },
  versions: Pick<ModelVersions, 'serving' | 'manifest'>,
  predictor: string,
  windows: readonly number[]
): { close(): Promise<void> } {
  const component = health.component({
    name: `windows of ${predictor}`,
    role: 'background',
    remedy: 'Train a version with finished cascades of these windows, or change GROUNDSWELL_WINDOWS.',
    isSilent: true
  })
  let judged: number | null | undefined
  return startPeriodic({
    name: 'watch of the windows',
    clock,
    log,
    everyMilliseconds: EVERY_MILLISECONDS,
    async run() {
      const live = (await versions.serving(predictor))?.version ?? null
      if (live === judged) return 'done'
      const metrics = live === null ? [] : (await versions.manifest(predictor, live)).metrics
      const untrained = findUntrained(metrics, windows)
      const problem = judgeWindows(live, untrained)
      if (problem === null) component.clearProblem()
      else {
        log.warn('the live version was not trained for all windows', { version: live, untrained })
        component.reportProblem(problem)
      }
      judged = live
      return 'done'
    }
  })
}

/** The windows without held-out cases of the version. None if its manifest names no window. */
function findUntrained(metrics: readonly Metric[], windows: readonly number[]): readonly number[] {
  const trained = new Set(
    metrics.filter(({ forecaster }) => forecaster === 'candidate').map(({ slice }) => Number(slice))
  )
  const isKnown = [...trained].some(Number.isFinite)
  return isKnown ? windows.filter(window => !trained.has(window)) : []
}

function judgeWindows(version: number | null, untrained: readonly number[]): Problem | null {
  if (untrained.length === 0) return null
  const which = `window${untrained.length === 1 ? '' : 's'} ${untrained.map(each => `${each} s`).join(', ')}`
  return {
    state: 'degraded',
    cause: `version ${version} was not trained for the ${which}: forecasts are interpolated, or the untrained estimate`
  }
}

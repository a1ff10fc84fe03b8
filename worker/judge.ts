import type { ClaimedPrediction, Ending, Postponement } from '../stores/predictions.ts'
import type { SharedModel } from './predict-task.ts'
import type { JobEnd } from './run-batch.ts'
import type { StopReason } from './running-jobs.ts'

/** What to write for a claimed job. */
export type Verdict =
  | { readonly is: 'ended'; readonly ending: Ending }
  /** A dependency failed: another attempt, if one is left. */
  | { readonly is: 'postponed'; readonly postponement: Postponement }
  /** Returned to the queue; the attempt does not count. */
  | { readonly is: 'released' }
  /** Its row has changed meanwhile: nothing is written. */
  | { readonly is: 'dropped' }

/** Decides what to write for the end of a run. `waitingSeconds`: from the claim to the start on a thread. */
export function judge(
  claim: ClaimedPrediction,
  model: SharedModel | null,
  end: JobEnd,
  times: { readonly queuedSeconds: number; readonly waitingSeconds: number; readonly stop: AbortSignal }
): Verdict {
  const { queuedSeconds, waitingSeconds, stop } = times
  const version = { modelVersion: model?.version ?? null, modelChecksum: model?.checksum ?? null }
  const timings = JSON.stringify({ queuedSeconds, waitingSeconds, predictSeconds: end.seconds })
  const fail = (code: string, reason: string): Verdict => ({
    is: 'ended',
    ending: { claim, state: 'failed', code, reason, timings, ...version }
  })
  switch (end.kind) {
    case 'answered': {
      const { output, features } = end
      return { is: 'ended', ending: { claim, state: 'succeeded', output, features, timings, ...version } }
    }
    case 'refused':
      return fail('invalid-field', `${end.field}: ${end.reason}`)
    case 'threw':
      return fail('internal', end.reason)
    case 'unavailable':
      return { is: 'postponed', postponement: { claim, code: 'predictor-unavailable', reason: end.reason } }
    case 'crashed':
      return { is: 'postponed', postponement: { claim, code: 'thread-crashed', reason: end.reason } }
    case 'canceled':
      return judgeStopped(stop.reason, fail)
  }
}

function judgeStopped(reason: StopReason, fail: (code: string, reason: string) => Verdict): Verdict {
  if (reason === 'deadline') return fail('deadline-passed', 'the deadline passed while the prediction ran')
  return { is: reason === 'draining' ? 'released' : 'dropped' }
}

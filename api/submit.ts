import type { Prediction, Submission } from '../stores/predictions.ts'
import type { Call, OperationId } from './http/call.ts'
import { readWait } from './http/prefer.ts'
import type { ApiWorld } from './world.ts'

/** What became of a submission: stored, and with `Prefer: wait` perhaps ended. */
export interface Submitted {
  readonly prediction: Pick<Prediction, 'id' | 'predictor' | 'subject' | 'state'>
  /** Where it ended while we waited. */
  readonly ended: Prediction | null
  /** Location, and Preference-Applied where there was one. */
  readonly headers: Readonly<Record<string, string>>
}

export type Submit = (
  submission: Submission,
  call: Pick<Call<OperationId>, 'request' | 'signal'>
) => Promise<Submitted>

/** Stores, and waits where the caller prefers to. Throws what Predictions.accept throws. */
export function buildSubmit({ predictions, metrics, settings }: ApiWorld): Submit {
  const accepted = metrics.counter(
    'groundswell_predictions_accepted_total',
    'Predictions stored and promised an end, by predictor.',
    ['predictor']
  )
  return async (submission, call) => {
    const prefer = call.request.headers.prefer
    const wait = prefer === undefined ? null : readWait(String(prefer), settings.limits.waitSeconds)
    const { id, isReplay } = await predictions.accept(submission)
    if (!isReplay) accepted.add(1, { predictor: submission.predictor })
    const headers: Record<string, string> = { location: `/predictions/${id}` }
    const { predictor, subject } = submission
    if (wait === null && !isReplay)
      return { prediction: { id, predictor, subject, state: 'queued' }, ended: null, headers }
    if (wait !== null) headers['preference-applied'] = `wait=${wait}`
    const known = wait
      ? await predictions.waitForEnd(id, wait * 1000, call.signal)
      : await predictions.get(id)
    const prediction = known ?? { id, predictor, subject, state: 'queued' as const }
    return { prediction, ended: wait !== null && known?.finishedAt != null ? known : null, headers }
  }
}

import type { Prediction, Submission } from '../stores/predictions.ts'
import type { Call } from './http/call.ts'
import type { OperationId } from './http/contract.ts'
import type { BeginWait } from './waits.ts'
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
  call: Pick<Call<OperationId>, 'request' | 'reply' | 'keyName' | 'signal'>
) => Promise<Submitted>

/** Stores, and waits where the caller prefers to. Throws what Predictions.accept throws. */
export function buildSubmit({ predictions, metrics }: ApiWorld, beginWait: BeginWait): Submit {
  const accepted = metrics.counter(
    'groundswell_predictions_accepted_total',
    'Predictions stored and promised an end, by predictor.',
    ['predictor']
  )
  return async (submission, call) => {
    const wait = beginWait(call)
    try {
      const { id, isReplay } = await predictions.accept(submission)
      if (!isReplay) accepted.add(1, { predictor: submission.predictor })
      const headers = { location: `/predictions/${id}`, ...wait.headers }
      const { predictor, subject } = submission
      if (wait.seconds === null && !isReplay)
        return { prediction: { id, predictor, subject, state: 'queued' }, ended: null, headers }
      const known = wait.seconds
        ? await predictions.waitForEnd(id, wait.seconds * 1000, call.signal)
        : await predictions.get(id)
      const prediction = known ?? { id, predictor, subject, state: 'queued' as const }
      return { prediction, ended: wait.seconds !== null && known?.finishedAt != null ? known : null, headers }
    } finally {
      wait.end()
    }
  }
}

import type { Connection } from './connection.ts'
import { GroundswellError } from './error.ts'
import { type Sending, send } from './send.ts'
import type { ExceedsOptions, Prediction, SubmitOptions, WaitOptions } from './types.ts'

/** Maximum time that the service delays one answer. */
const MAX_WAIT_SECONDS = 30
const DEFAULT_TIMEOUT_SECONDS = 120

/** Submits with one idempotency key and waits for the end. Rejects with `timeout` if the end does not come in time. */
export async function submitAndWait(
  connection: Connection,
  operation: 'submitCascade' | 'submitPrediction' | 'submitToPredictor' | 'replayPrediction',
  sending: Pick<Sending, 'path' | 'body'>,
  {
    idempotencyKey,
    signal,
    timeoutSeconds = DEFAULT_TIMEOUT_SECONDS,
    exceeds
  }: SubmitOptions & WaitOptions & ExceedsOptions = {}
): Promise<Prediction> {
  const until = Date.now() + timeoutSeconds * 1000
  const answer = await send(connection, operation, {
    ...sending,
    query: { exceeds },
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    waitSeconds: Math.min(MAX_WAIT_SECONDS, Math.ceil(timeoutSeconds)),
    signal
  })
  if ('finishedAt' in answer) return answer
  return waitForEnd(connection, answer.id, { signal, exceeds, timeoutSeconds: (until - Date.now()) / 1000 })
}

/** Waits until a prediction has ended. Rejects with `timeout` if that takes too long. */
export async function waitForEnd(
  connection: Connection,
  predictionId: string,
  { signal, timeoutSeconds = DEFAULT_TIMEOUT_SECONDS, exceeds }: WaitOptions & ExceedsOptions = {}
): Promise<Prediction> {
  const until = Date.now() + timeoutSeconds * 1000
  for (;;) {
    const leftSeconds = (until - Date.now()) / 1000
    const waitSeconds = Math.max(0, Math.min(MAX_WAIT_SECONDS, Math.ceil(leftSeconds)))
    const prediction = await send(connection, 'getPrediction', {
      path: { predictionId },
      query: { exceeds },
      waitSeconds,
      signal
    })
    if (prediction.finishedAt !== null) return prediction
    if (Date.now() >= until)
      throw new GroundswellError(
        'timeout',
        `prediction ${predictionId} is still ${prediction.state}. It continues: read it later by this id`
      )
  }
}

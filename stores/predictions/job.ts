import type { Outgoing } from '../outbox/outgoing.ts'

/** Returns the name of the queue of a predictor's jobs. */
export function predictQueue(predictor: string): string {
  return `predict.${predictor}`
}

export function isPredictQueue(name: string): boolean {
  return name.startsWith(predictQueue(''))
}

interface JobOf {
  readonly id: string
  readonly predictor: string
  readonly generation: number
  readonly attempts: number
  /** Not null: the job has a low priority. */
  readonly extra_id: string | null
}

/** Returns whether a job has a low priority: it is run after the others. `payload`: the body of its message. */
export function isLowJob(payload: string): boolean {
  return payload.includes(LOW_PRIORITY)
}

const LOW_PRIORITY = ',"priority":"low"'

/**
 * Builds the message for the queue. `again` distinguishes it from an earlier message of the same attempt, which may still
 * be queued or delivered.
 */
export function buildJob(
  { id, predictor, generation, attempts, extra_id }: JobOf,
  dueAt: number,
  again?: string
): Outgoing {
  return {
    id: `${id}.${generation}.${attempts}${again === undefined ? '' : `.${again}`}`,
    kind: 'job',
    destination: predictQueue(predictor),
    key: id,
    payload: `{"id":"${id}","generation":${generation}${extra_id === null ? '' : LOW_PRIORITY}}`,
    dueAt
  }
}

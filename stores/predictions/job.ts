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
}

/**
 * Builds the message for the queue. `again` distinguishes it from an earlier message of the same attempt, which may still
 * be queued or delivered.
 */
export function buildJob(
  { id, predictor, generation, attempts }: JobOf,
  dueAt: number,
  again?: string
): Outgoing {
  return {
    id: `${id}.${generation}.${attempts}${again === undefined ? '' : `.${again}`}`,
    kind: 'job',
    destination: predictQueue(predictor),
    key: id,
    payload: `{"id":"${id}","generation":${generation}}`,
    dueAt
  }
}

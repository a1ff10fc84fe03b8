import type { Outgoing } from '../outbox/outgoing.ts'

/** The queue a predictor's jobs go to. */
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
 * The pointer that goes to the queue. `again` tells a message apart from one of the same attempt that may still be in
 * a queue or delivered to a consumer.
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

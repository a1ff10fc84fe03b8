import type { TrainingRunRow } from '../ports/tables.ts'
import type { Page, PageRequest } from './page.ts'

export interface TrainingRun {
  readonly id: string
  readonly predictor: string
  /** requested, samples, schedule, drift, loss. */
  readonly trigger: string
  readonly state: TrainingRunRow['state']
  readonly reason: string | null
  readonly version: number | null
  /** JSON text: what was asked for. */
  readonly options: string
  /** JSON text: sizes of the sets, losses by slice, the gate's figures. */
  readonly report: string | null
  readonly createdAt: number
  readonly startedAt: number | null
  readonly finishedAt: number | null
}

/** Why it trained, promoted or declined. */
export interface TrainingRuns {
  /** A queued run: the trainer is asked for it. */
  request(predictor: string, trigger: string, options: string): Promise<TrainingRun>
  /** The oldest queued run, now running; null when none waits. */
  begin(predictor: string): Promise<TrainingRun | null>
  finish(
    id: string,
    end: {
      readonly state: Exclude<TrainingRun['state'], 'queued' | 'running'>
      readonly reason: string
      readonly version: number | null
      readonly report: string | null
    }
  ): Promise<void>
  get(id: string): Promise<TrainingRun | null>
  /** The newest one, whatever became of it; of these states only where given. */
  last(predictor: string, states?: readonly TrainingRun['state'][]): Promise<TrainingRun | null>
  /** Newest first. */
  list(filter: { readonly predictor?: string | undefined }, page: PageRequest): Promise<Page<TrainingRun>>
  /** Ends as failed what still says running: its trainer died (asked by the one that holds the trainer's lease). */
  abandon(predictor: string, reason: string): Promise<number>
  sweep(before: number, limit: number): Promise<number>
}

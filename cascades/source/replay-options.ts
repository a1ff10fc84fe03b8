import type { ScheduleOptions } from './schedule.ts'

/** Options of a folder's replay; stored as JSON. */
export interface FolderReplayOptions extends ScheduleOptions {
  readonly kind: 'folder'
  /** Seconds of event time for each second; 'max': as fast as the readers follow. */
  readonly speed: number | 'max'
  /** Repeat the folder endlessly, in another order each time. */
  readonly isLooped: boolean
}

/** Options of an endless simulation; stored as JSON. */
export interface SimulationOptions {
  readonly kind: 'simulation'
  readonly postsPerHour: number
  readonly speed: number
  readonly seed: number
}

export type ReplayOptions = FolderReplayOptions | SimulationOptions

import type { ScheduleOptions } from './schedule.ts'

/** How a folder is replayed; stored as JSON. */
export interface FolderReplayOptions extends ScheduleOptions {
  readonly kind: 'folder'
  /** Seconds of event time in a second, or as fast as the readers follow. */
  readonly speed: number | 'max'
  /** From the beginning again, for ever, in another order. */
  readonly isLooped: boolean
}

/** How cascades are simulated, for ever; stored as JSON. */
export interface SimulationOptions {
  readonly kind: 'simulation'
  readonly postsPerHour: number
  readonly speed: number
  readonly seed: number
}

export type ReplayOptions = FolderReplayOptions | SimulationOptions

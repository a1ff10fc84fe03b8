/**
 * Which services need a component. 'every': all of them. A dependency or a service: those that use it. 'background':
 * none; its failure never makes the process not ready.
 */
export type HealthRole =
  | 'every'
  | 'queue'
  | 'stream'
  | 'blobs'
  | 'worker'
  | 'trainer'
  | 'collector'
  | 'source'
  | 'background'

/** degraded: works in part, or worse than it should. failed: does not work. */
export type ComponentState = 'ok' | 'degraded' | 'failed'

export interface Problem {
  readonly state: 'degraded' | 'failed'
  /** What is wrong, in plain words. */
  readonly cause: string
  /** What an operator can do. Default: the remedy of the component. */
  readonly remedy?: string
}

export interface ComponentOptions {
  /** 'database', 'relay of jobs', 'collector': unique in its process. */
  readonly name: string
  readonly role: HealthRole
  /** The component is stalled after this time with waiting work and no progress. Default 30. */
  readonly stallSeconds?: number
  /** What an operator can do about a stall. */
  readonly remedy: string
  /** True: the reporter logs the changes of state itself. */
  readonly isSilent?: boolean
}

/** A part of the process that reports its own state. Calls are cheap: they only set fields. */
export interface Component {
  /** Work is waiting: progress is expected from now on. */
  noteWork(): void
  /** Some of the work was done. */
  noteProgress(): void
  /** No work is waiting. */
  noteIdle(): void
  /** Holds until it is cleared or replaced. */
  reportProblem(problem: Problem): void
  clearProblem(): void
  /** Removes the component from the report, such as a partition that another process now owns. */
  remove(): void
}

export interface Health {
  /** Returns the same component for the same name. */
  component(options: ComponentOptions): Component
}

export interface ComponentReport {
  readonly name: string
  readonly state: ComponentState
  readonly cause: string | null
  readonly remedy: string | null
  /** Epoch milliseconds at which this state began. */
  readonly since: number
  readonly lastProgressAt: number | null
}

export interface HealthReport {
  /** degraded: the process can do its work, but something is wrong. */
  readonly status: 'ready' | 'degraded' | 'not-ready'
  readonly components: readonly ComponentReport[]
}

/** Reads the reports of the components, without I/O. */
export interface HealthReader {
  read(): HealthReport
}

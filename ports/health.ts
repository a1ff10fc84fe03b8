/**
 * Why the process needs a component. 'every': no service works without it. A dependency or a service: essential where
 * that service runs. 'background': never essential.
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

/** degraded: does some of its work, or does it less well. failed: does none of it. */
export type ComponentState = 'ok' | 'degraded' | 'failed'

export interface Problem {
  readonly state: 'degraded' | 'failed'
  /** What is wrong, in plain words. */
  readonly cause: string
  /** What an operator can do; absent: what the component's options say. */
  readonly remedy?: string
}

export interface ComponentOptions {
  /** 'database', 'relay of jobs', 'collector': unique in its process. */
  readonly name: string
  readonly role: HealthRole
  /** With work waiting and no progress for so long, it is stalled. Default 30. */
  readonly stallSeconds?: number
  /** What an operator can do about a stall. */
  readonly remedy: string
  /** Its changes are not logged: who reports them logs them. */
  readonly isSilent?: boolean
}

/** One part of the process, which says itself how it gets on. Calls are cheap: they only set fields. */
export interface Component {
  /** Work waits: from now on progress is expected. */
  noteWork(): void
  /** Some of it was done. */
  noteProgress(): void
  /** Nothing waits. */
  noteIdle(): void
  /** Holds until it is cleared or replaced. */
  reportProblem(problem: Problem): void
  clearProblem(): void
  /** It is no part of the process any more (a partition that went to another). */
  remove(): void
}

export interface Health {
  /** Asking twice for a name gives the same component. */
  component(options: ComponentOptions): Component
}

export interface ComponentReport {
  readonly name: string
  readonly state: ComponentState
  readonly cause: string | null
  readonly remedy: string | null
  /** Epoch milliseconds: in this state since. */
  readonly since: number
  readonly lastProgressAt: number | null
}

export interface HealthReport {
  /** degraded: what is asked of this process can be done, but something is wrong. */
  readonly status: 'ready' | 'degraded' | 'not-ready'
  readonly components: readonly ComponentReport[]
}

/** Answers from what the components have said: asks nobody, waits for nothing. */
export interface HealthReader {
  read(): HealthReport
}

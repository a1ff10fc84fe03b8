export interface ProcessReport {
  /** Unique for each start of a process. */
  readonly id: string
  readonly services: readonly string[]
  readonly startedAt: number
  readonly seenAt: number
  /** JSON text: versions served, threads, what runs. */
  readonly status: string
}

/** Which processes run, by their heartbeats. */
export interface Processes {
  beat(report: Omit<ProcessReport, 'seenAt'>): Promise<void>
  leave(id: string): Promise<void>
  /** Those seen within `withinSeconds`, by id. */
  list(withinSeconds: number): Promise<readonly ProcessReport[]>
  /** Forgets those not seen since `before`. */
  sweep(before: number): Promise<number>
}

import type { PredictorModule } from '../predictors/predictor.ts'
import type { Config } from './config.ts'
import type { Ports } from './ports.ts'
import type { Stores } from './stores.ts'

/** What a service of this process is started with. */
export interface House {
  readonly config: Config
  readonly ports: Ports
  readonly stores: Stores
  readonly predictors: readonly PredictorModule[]
  /** Unique for each start of a process: leases and rows it holds bear it. */
  readonly owner: string
  /** The program's version. */
  readonly version: string
  /** What readiness asks; services add their own while they start. */
  readonly checks: ReadinessCheck[]
  /** What its heartbeat tells of this process; services add their own. */
  readonly reports: (() => object)[]
}

export interface ReadinessCheck {
  readonly name: string
  /** Throws an Error that says why not. */
  check(): Promise<void>
}

export interface RunningService {
  /** Where it answers, if it does. */
  readonly url?: string
  close(): Promise<void>
}

import type { HealthReader } from '../ports/health.ts'
import type { PredictorModule } from '../predictors/predictor.ts'
import type { Config } from './config.ts'
import type { Ports } from './ports.ts'
import type { Stores } from './stores.ts'

/** What a service of this process is started with. */
export interface AppContext {
  readonly config: Config
  readonly ports: Ports
  readonly stores: Stores
  readonly predictors: readonly PredictorModule[]
  /** Unique for each start of a process: leases and rows it holds bear it. */
  readonly owner: string
  /** The program's version. */
  readonly version: string
  /** What readiness is read from; services register their components in `ports.health`. */
  readonly health: HealthReader
  /** What its heartbeat tells of this process; services add their own. */
  readonly reports: (() => object)[]
}

export interface RunningService {
  /** Where it answers, if it does. */
  readonly url?: string
  close(): Promise<void>
}

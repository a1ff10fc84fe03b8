import type { HealthReader } from '../ports/health.ts'
import type { PredictorModule } from '../predictors/predictor.ts'
import type { Config } from './config.ts'
import type { Ports } from './ports.ts'
import type { Stores } from './stores.ts'

/** Configuration, ports, stores and predictors of this process, with which its services start. */
export interface AppContext {
  readonly config: Config
  readonly ports: Ports
  readonly stores: Stores
  readonly predictors: readonly PredictorModule[]
  /** Unique for each start of a process. Names the owner of leases and claims. */
  readonly owner: string
  /** The version of the program. */
  readonly version: string
  /** The health of this process. Services register their components in `ports.health`. */
  readonly health: HealthReader
  /** Status reports that the heartbeat of this process merges. Services add their own. */
  readonly reports: (() => object)[]
}

export interface RunningService {
  /** The address of a service that listens. */
  readonly url?: string
  close(): Promise<void>
}

import type { Health } from '../ports/health.ts'
import type { Log } from '../ports/log.ts'
import type { Metrics } from '../ports/metrics.ts'
import type { Closers } from './closers.ts'
import type { Config } from './config.ts'
import type { RetryWhileUnavailable } from './retry-while-unavailable.ts'
import type { StartWhenAvailable } from './start-when-available.ts'

/** Options of opening the ports of either mode. */
export interface WireOptions {
  readonly config: Config
  readonly log: Log
  readonly metrics: Metrics
  readonly health: Health
  /** Receives the close function of each opened port. */
  readonly closers: Closers
  /** Waits for a server that the process cannot do without. */
  readonly retryWhileUnavailable: RetryWhileUnavailable
  /** Starts without a server that the process can do without at first. */
  readonly startWhenAvailable: StartWhenAvailable
}

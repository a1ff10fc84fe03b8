import type { Health } from '../ports/health.ts'
import type { Log } from '../ports/log.ts'
import type { Metrics } from '../ports/metrics.ts'
import type { Closers } from './closers.ts'
import type { Config } from './config.ts'
import type { RetryWhileUnavailable } from './retry-while-unavailable.ts'
import type { StartWhenAvailable } from './start-when-available.ts'

/** What the ports of either mode are opened with. */
export interface WireOptions {
  readonly config: Config
  readonly log: Log
  readonly metrics: Metrics
  readonly health: Health
  /** Closes what is opened. */
  readonly closers: Closers
  /** For servers that are away. */
  readonly retryWhileUnavailable: RetryWhileUnavailable
  /** For servers that this process can do its first work without. */
  readonly startWhenAvailable: StartWhenAvailable
}

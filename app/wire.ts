import type { Health } from '../ports/health.ts'
import type { Log } from '../ports/log.ts'
import type { Metrics } from '../ports/metrics.ts'
import type { Closers } from './closers.ts'
import type { Config } from './config.ts'
import type { Ports } from './ports.ts'
import type { RetryWhileUnavailable } from './retry-while-unavailable.ts'
import type { StartWhenAvailable } from './start-when-available.ts'

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

/** Plugs adapters into ports: the one place that knows what a mode is. */
export async function openPorts(options: WireOptions): Promise<Ports> {
  const open = await modes[options.config.mode]()
  return open(options)
}

const modes: Record<Config['mode'], () => Promise<(options: WireOptions) => Promise<Ports>>> = {
  embedded: async () => (await import('./open-embedded.ts')).openEmbedded,
  cluster: async () => (await import('./open-cluster.ts')).openCluster
}

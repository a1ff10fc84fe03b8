import type { Config } from './config.ts'
import type { Ports } from './ports.ts'
import type { WireOptions } from './wire-options.ts'

/** Opens the ports of the configured mode. */
export async function openPorts(options: WireOptions): Promise<Ports> {
  const open = await modes[options.config.mode]()
  return open(options)
}

const modes: Record<Config['mode'], () => Promise<(options: WireOptions) => Promise<Ports>>> = {
  embedded: async () => (await import('./open-embedded.ts')).openEmbedded,
  cluster: async () => (await import('./open-cluster.ts')).openCluster
}

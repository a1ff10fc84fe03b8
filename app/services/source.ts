import { COLLECTOR_GROUP } from '../../cascades/collector/checkpoint.ts'
import type { Replays } from '../../cascades/rows/replays.ts'
import type { SimulationOptions } from '../../cascades/source/replay-options.ts'
import { startSource } from '../../cascades/source/start-source.ts'
import type { ComponentOptions } from '../../ports/health.ts'
import type { LiveFeed } from '../../ports/live-feed.ts'
import type { AppContext, RunningService } from '../app-context.ts'
import { eventsTopic } from '../topics.ts'

export async function start({ config, ports, stores, owner }: AppContext): Promise<RunningService> {
  const { jetstreamUrl, simulatedPerHour, ...live } = config.source
  if (simulatedPerHour !== null) await keepSimulating(stores.replays, simulatedPerHour)
  const { health } = ports
  return startSource({
    components: {
      source: health.component({
        name: 'source',
        role: 'source',
        remedy: 'Check the log: the source retries.'
      }),
      live: jetstreamUrl === null ? undefined : health.component(liveFeed)
    },
    ...ports,
    ...stores,
    owner,
    topic: eventsTopic,
    readers: COLLECTOR_GROUP,
    live:
      jetstreamUrl === null
        ? null
        : await openJetstream(jetstreamUrl, { ...live, futureSeconds: config.stream.futureSeconds }, ports)
  })
}

async function openJetstream(
  url: string,
  live: Pick<AppContext['config']['source'], 'profilesUrl' | 'profileRequestsPerSecond' | 'minFollowers'> &
    Pick<AppContext['config']['stream'], 'futureSeconds'>,
  { clock, log, metrics }: AppContext['ports']
): Promise<LiveFeed> {
  const { buildJetstream } = await import('../../adapters/live/jetstream.ts')
  const { profileRequestsPerSecond: requestsPerSecond, ...rest } = live
  return buildJetstream({ ...rest, url, requestsPerSecond, clock, log, metrics })
}

const liveFeed: ComponentOptions = {
  name: 'live feed',
  role: 'background',
  // The public feed is never silent for this long.
  stallSeconds: 60,
  remedy: 'Check that GROUNDSWELL_JETSTREAM_URL answers. The feed then resumes.'
}

/** Requests a simulation, unless one from an earlier start is still active. */
async function keepSimulating(replays: Replays, postsPerHour: number): Promise<void> {
  const options = JSON.stringify({
    kind: 'simulation',
    postsPerHour,
    speed: 1,
    seed: 1
  } satisfies SimulationOptions)
  const { items } = await replays.list({ limit: 1_000 })
  const isThere = items.some(
    each => each.options === options && (each.state === 'queued' || each.state === 'running')
  )
  if (!isThere) await replays.request({ label: 'simulated', folder: null, options, provenance: 'simulated' })
}

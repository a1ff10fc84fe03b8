import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { systemClock } from '../adapters/clock/system.ts'
import { buildMetrics } from '../adapters/metrics/prometheus.ts'
import { Failure } from '../ports/errors.ts'
import type { Log } from '../ports/log.ts'
import type { AppContext, RunningService } from './app-context.ts'
import { startBackgroundTasks } from './background-tasks.ts'
import { publishBootstrap } from './bootstrap/publish-bootstrap.ts'
import { buildClosers } from './closers.ts'
import type { Config } from './config.ts'
import { buildHealth } from './health/build-health.ts'
import { startWatches } from './health/start-watches.ts'
import { summarize } from './health/summarize.ts'
import { loadPredictors } from './predictors.ts'
import { buildRetryWhileUnavailable, noRetry } from './retry-while-unavailable.ts'
import { services } from './services.ts'
import { startHealth } from './start-health.ts'
import { buildStartWhenAvailable } from './start-when-available.ts'
import { buildStores } from './stores.ts'
import { listTopics } from './topics.ts'
import { version } from './version.ts'
import { openPorts } from './wire.ts'

export interface RunningProgram {
  /** Address of the api; null in a process without it. */
  readonly url: string | null
  /** Accepts no new work, ends or returns running work, and closes all parts in a bounded time. False: a part failed. */
  close(): Promise<boolean>
}

/** Maximum time to close all parts, besides the drain. */
const CLOSE_MILLISECONDS = 5_000

/**
 * Opens the ports of the configured mode and starts the services of this process. Waits for the servers of a cluster. If a
 * part fails or `signal` fires, closes the parts that have started. Throws the errors of the parts, such as
 * Failure('invalid-configuration' | 'data-folder-in-use').
 */
export async function startProgram(
  config: Config,
  log: Log,
  signal: AbortSignal = new AbortController().signal
): Promise<RunningProgram> {
  const wanted = readServices(config.services)
  const predictors = await loadPredictors(config.predictorModules)
  const closers = buildClosers(log, CLOSE_MILLISECONDS + 1_000 * config.drainSeconds)
  const clock = systemClock
  const metrics = buildMetrics()
  const health = buildHealth({ clock, log, metrics, services: wanted })
  closers.add('health watch', health.watch())
  const life = health.component({
    name: 'process',
    role: 'every',
    remedy: 'Wait. If the process waits for a server, check that the server answers.',
    isSilent: true
  })
  let isAnswering = false
  const onWaiting = (reason: string | null) =>
    life.reportProblem({
      state: isAnswering ? 'degraded' : 'failed',
      cause: reason ?? 'services are starting'
    })
  onWaiting(null)
  const closing = new AbortController()
  const retryWhileUnavailable =
    config.mode === 'cluster' ? buildRetryWhileUnavailable({ clock, log, signal, onWaiting }) : noRetry
  // The api answers while the process waits for servers. A process without it has nothing to do before they answer.
  const startWhenAvailable =
    config.mode === 'cluster' && wanted.includes('api')
      ? buildStartWhenAvailable({ clock, log, signal: AbortSignal.any([signal, closing.signal]) })
      : retryWhileUnavailable
  try {
    const healthUrl = await openHealth()
    const context = await openAppContext()
    const running: [name: string, service: RunningService][] = []
    closers.add('services', async () => {
      for (const [name, { close }] of running) {
        await close()
        log.debug('service closed', { service: name })
      }
    })
    for (const name of wanted) {
      const { start } = await services[name]!()
      running.push([name, await retryWhileUnavailable(`what the ${name} needs`, () => start(context))])
      isAnswering ||= name === 'api'
    }
    const url = running.find(([, { url }]) => url !== undefined)?.[1].url ?? null
    if (url !== null) context.ports.announce(url)
    life.clearProblem()
    log.info('started', { services: wanted, url, healthUrl, version, mode: config.mode })
    return {
      url,
      close() {
        life.reportProblem({ state: 'failed', cause: 'the process is shutting down' })
        closing.abort()
        return closers.close()
      }
    }
  } catch (error) {
    closing.abort()
    await closers.close()
    throw error
  }

  async function openHealth(): Promise<string | null> {
    const { host, healthPort } = config
    if (healthPort === null) return null
    const server = await startHealth({ host, port: healthPort, health, metrics })
    closers.add('health', server.close)
    return server.url
  }

  async function openAppContext(): Promise<AppContext> {
    const opened = await openPorts({
      config,
      log,
      metrics,
      health,
      closers,
      retryWhileUnavailable,
      startWhenAvailable
    })
    const ports = startWatches(opened, config, closers)
    const owner = `${hostname()}.${process.pid}.${randomUUID().slice(0, 8)}`
    const stores = buildStores(ports, config)
    await startWhenAvailable('the topics', () => ports.stream.declare(listTopics(config)))
    if (config.models.bootstrap)
      await startWhenAvailable('the first models', () =>
        publishBootstrap({ ...ports, ...stores, predictors, owner })
      )
    const reaped = await retryWhileUnavailable('the database', () =>
      stores.predictions.reap({ isFresh: !ports.isShared })
    )
    log.debug('reaped predictions of earlier processes', { ...reaped })
    const reports = [() => ({ health: summarize(health.read()) })]
    const context: AppContext = { config, ports, stores, predictors, owner, version, health, reports }
    await startBackgroundTasks(context, closers, startWhenAvailable)
    return context
  }
}

function readServices(wanted: readonly string[]): readonly string[] {
  const known = Object.keys(services)
  const unknown = wanted.filter(name => !known.includes(name))
  if (wanted.length === 0 || unknown.length > 0) {
    const reason = unknown.length > 0 ? `there is no service ${unknown.join(', ')}` : 'it names no service'
    throw new Failure('invalid-configuration', `SERVICES: ${reason}: choose from ${known.join(', ')}`, {
      field: 'SERVICES'
    })
  }
  return known.filter(name => wanted.includes(name))
}

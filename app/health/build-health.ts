import type { Clock } from '../../ports/clock.ts'
import type { ComponentReport, Health, HealthReader, HealthReport } from '../../ports/health.ts'
import type { Log } from '../../ports/log.ts'
import type { Metrics } from '../../ports/metrics.ts'
import { buildComponent, type RegisteredComponent } from './component.ts'
import { isEssential } from './essential.ts'

export interface HealthRegistry extends Health, HealthReader {
  /** Detects stalls every second: logs each change of a state and updates the gauges. Returns a function that stops it. */
  watch(): () => void
}

const WATCH_MILLISECONDS = 1_000
const levels = { ok: 0, degraded: 1, failed: 2, ready: 0, 'not-ready': 2 } as const

/** Builds the registry of the components of one process, and derives its readiness for `services`. */
export function buildHealth(options: {
  readonly clock: Clock
  readonly log: Log
  readonly metrics: Metrics
  readonly services: readonly string[]
}): HealthRegistry {
  const { clock, log, metrics, services } = options
  const components = new Map<string, RegisteredComponent>()
  const readiness = metrics.gauge(
    'groundswell_readiness',
    'Readiness of this process: 0 ready, 1 degraded, 2 not ready.'
  )
  const states = metrics.gauge('groundswell_component_state', '0 ok, 1 degraded, 2 failed.', ['component'])
  const progress = metrics.gauge(
    'groundswell_component_last_progress_timestamp_seconds',
    'When the component last made progress, in epoch seconds.',
    ['component']
  )

  function setState({ name, state }: ComponentReport): void {
    states.set(levels[state], { component: name })
  }

  function onChange(report: ComponentReport): void {
    const { name, state, cause, remedy } = report
    setState(report)
    if (state === 'ok') log.info('component works again', { component: name })
    else log.warn('component does not work', { component: name, state, cause, remedy })
  }

  function read(): HealthReport {
    const all = [...components.values()].map(each => ({ role: each.role, report: each.report() }))
    const reports = all.map(({ report }) => report)
    const isNotReady = all.some(
      ({ role, report }) => report.state === 'failed' && isEssential(role, services)
    )
    const isDegraded = reports.some(({ state }) => state !== 'ok')
    return {
      status: isNotReady ? 'not-ready' : isDegraded ? 'degraded' : 'ready',
      components: reports
    }
  }

  function observe(): void {
    const { status, components: reports } = read()
    readiness.set(levels[status])
    for (const { name, lastProgressAt } of reports)
      if (lastProgressAt !== null) progress.set(lastProgressAt / 1_000, { component: name })
  }

  return {
    component(given) {
      const known = components.get(given.name)
      if (known) return known.component
      const remove = () => {
        components.delete(given.name)
        states.set(0, { component: given.name })
      }
      const built = buildComponent(given, { clock, onChange: given.isSilent ? setState : onChange, remove })
      components.set(given.name, built)
      states.set(0, { component: given.name })
      return built.component
    },
    read,
    watch() {
      const closing = new AbortController()
      void (async () => {
        for (let before = clock.monotonic(); !closing.signal.aborted; ) {
          await clock.sleep(WATCH_MILLISECONDS, closing.signal)
          const now = clock.monotonic()
          const pausedMs = now - before - 2 * WATCH_MILLISECONDS
          if (pausedMs > 0) for (const each of components.values()) each.excuse(pausedMs)
          before = now
          observe()
        }
      })()
      return () => closing.abort()
    }
  }
}

import * as client from 'prom-client'
import type { Counter, Gauge, Histogram, Metrics } from '../../ports/metrics.ts'

/** Gauges with the names of counters, which the linter of Prometheus rejects. They repeat the metrics without `_total`. */
const misnamed = [
  'nodejs_active_handles_total',
  'nodejs_active_requests_total',
  'nodejs_active_resources_total'
]

/** Builds the metrics of this process, including those of Node (memory, event loop). */
export function buildMetrics(): Metrics {
  const registry = new client.Registry()
  client.collectDefaultMetrics({ register: registry })
  for (const name of misnamed) registry.removeSingleMetric(name)

  function findOrMake<Instrument>(name: string, make: () => Instrument): Instrument {
    return (registry.getSingleMetric(name) as Instrument | undefined) ?? make()
  }

  return {
    counter(name, help, labels = []): Counter {
      const options = { name, help, labelNames: [...labels], registers: [registry] }
      const counter = findOrMake(name, () => new client.Counter(options))
      return { add: (value, given = {}) => counter.inc({ ...given }, value) }
    },
    gauge(name, help, labels = []): Gauge {
      const options = { name, help, labelNames: [...labels], registers: [registry] }
      const gauge = findOrMake(name, () => new client.Gauge(options))
      return { set: (value, given = {}) => gauge.set({ ...given }, value) }
    },
    histogram(name, help, labels = [], buckets = undefined): Histogram {
      const options = { name, help, labelNames: [...labels], registers: [registry] }
      const histogram = findOrMake(
        name,
        () => new client.Histogram(buckets ? { ...options, buckets: [...buckets] } : options)
      )
      return { observe: (value, given = {}) => histogram.observe({ ...given }, value) }
    },
    render: async () => ({ contentType: registry.contentType, body: await registry.metrics() })
  }
}

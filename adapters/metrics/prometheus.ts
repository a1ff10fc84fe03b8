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

  function findOrMake<Instrument>(
    name: string,
    type: new (...args: never[]) => Instrument,
    make: () => Instrument
  ): Instrument {
    const found = registry.getSingleMetric(name)
    return found instanceof type ? found : make()
  }

  return {
    counter(name, help, labels = []): Counter {
      const options = { name, help, labelNames: [...labels], registers: [registry] }
      const counter = findOrMake(name, client.Counter, () => new client.Counter(options))
      return { add: (value, given = {}) => counter.inc({ ...given }, value) }
    },
    gauge(name, help, labels = []): Gauge {
      const options = { name, help, labelNames: [...labels], registers: [registry] }
      const gauge = findOrMake(name, client.Gauge, () => new client.Gauge(options))
      return { set: (value, given = {}) => gauge.set({ ...given }, value) }
    },
    histogram(name, help, labels = [], buckets = undefined): Histogram {
      const options = { name, help, labelNames: [...labels], registers: [registry] }
      const histogram = findOrMake(
        name,
        client.Histogram,
        () => new client.Histogram(buckets ? { ...options, buckets: [...buckets] } : options)
      )
      return { observe: (value, given = {}) => histogram.observe({ ...given }, value) }
    },
    render: async () => ({ contentType: registry.contentType, body: await registry.metrics() })
  }
}

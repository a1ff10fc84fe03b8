type Labels = Readonly<Record<string, string | number>>

export interface Counter {
  add(value: number, labels?: Labels): void
}
export interface Gauge {
  set(value: number, labels?: Labels): void
}
export interface Histogram {
  observe(value: number, labels?: Labels): void
}

/** Metrics of this process. Returns the same instrument for the same name. Names follow Prometheus. */
export interface Metrics {
  counter(name: string, help: string, labels?: readonly string[]): Counter
  gauge(name: string, help: string, labels?: readonly string[]): Gauge
  histogram(name: string, help: string, labels?: readonly string[], buckets?: readonly number[]): Histogram
  /** Returns all metrics in the Prometheus text format. */
  render(): Promise<{ readonly contentType: string; readonly body: string }>
}

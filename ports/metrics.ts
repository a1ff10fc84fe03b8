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

/** Figures of this process. Asking twice for a name gives the same instrument. Names follow Prometheus. */
export interface Metrics {
  counter(name: string, help: string, labels?: readonly string[]): Counter
  gauge(name: string, help: string, labels?: readonly string[]): Gauge
  histogram(name: string, help: string, labels?: readonly string[], buckets?: readonly number[]): Histogram
  /** The Prometheus text exposition of all of them. */
  render(): Promise<{ readonly contentType: string; readonly body: string }>
}

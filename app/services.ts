import type { AppContext, RunningService } from './app-context.ts'

export interface ServiceModule {
  readonly start: (context: AppContext) => Promise<RunningService>
}

/**
 * Every service, in the order in which they start and stop. The api starts first, to answer while the others start, and
 * stops first, to accept no new work. A service is imported only by a process that runs it.
 */
export const services: Readonly<Record<string, () => Promise<ServiceModule>>> = {
  api: () => import('./services/api.ts'),
  worker: () => import('./services/worker.ts'),
  trainer: () => import('./services/trainer.ts'),
  collector: () => import('./services/collector.ts'),
  source: () => import('./services/source.ts')
}

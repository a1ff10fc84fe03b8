import type { AppContext, RunningService } from './app-context.ts'

export interface ServiceModule {
  readonly start: (context: AppContext) => Promise<RunningService>
}

/**
 * Every service, in the order of their start (the api first: it answers while the others come up) and of their end
 * (the api first: nothing new is taken in). Loaded only where asked for.
 */
export const services: Readonly<Record<string, () => Promise<ServiceModule>>> = {
  api: () => import('./services/api.ts'),
  worker: () => import('./services/worker.ts'),
  trainer: () => import('./services/trainer.ts'),
  collector: () => import('./services/collector.ts'),
  source: () => import('./services/source.ts')
}

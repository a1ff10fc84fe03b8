import type { HealthRole } from '../../ports/health.ts'

/** For each role of a component, the services that cannot work while it has failed (docs/operations.md). */
const needs: Readonly<Record<Exclude<HealthRole, 'every'>, readonly string[]>> = {
  queue: ['worker'],
  stream: ['collector', 'source'],
  blobs: ['trainer'],
  worker: ['worker'],
  trainer: ['trainer'],
  collector: ['collector'],
  source: ['source'],
  background: []
}

/**
 * Whether a process with these services is not ready while a component of this role has failed. A process with an api
 * stays ready as long as it can store work: the work waits.
 */
export function isEssential(role: HealthRole, services: readonly string[]): boolean {
  if (role === 'every') return true
  return !services.includes('api') && services.some(service => needs[role].includes(service))
}

import type { HealthRole } from '../../ports/health.ts'

/** The services that can do nothing they are asked for while such a component has failed (docs/operations.md). */
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
 * Whether a process of these services cannot do what it is asked for without it. A process with an api is asked by
 * callers: it accepts work as long as it can be stored, and the rest of it waits.
 */
export function isEssential(role: HealthRole, services: readonly string[]): boolean {
  if (role === 'every') return true
  return !services.includes('api') && services.some(service => needs[role].includes(service))
}

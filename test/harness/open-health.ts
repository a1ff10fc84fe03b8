import { systemClock } from '../../adapters/clock/system.ts'
import { buildMetrics } from '../../adapters/metrics/prometheus.ts'
import { buildHealth, type HealthRegistry } from '../../app/health/build-health.ts'
import type { Clock } from '../../ports/clock.ts'
import { buildRecordingLog } from './recording-log.ts'

/** The components of a process that runs these services. */
export function openHealth(
  services: readonly string[] = ['api'],
  clock: Clock = systemClock
): HealthRegistry {
  return buildHealth({ clock, log: buildRecordingLog().log, metrics: buildMetrics(), services })
}

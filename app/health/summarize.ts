import { toReadiness } from '../../api/readiness.ts'
import type { HealthReport } from '../../ports/health.ts'

/** What a process's heartbeat tells the others of its health: the status, and only the parts that do not work. */
export function summarize(report: HealthReport) {
  const { status, checks } = toReadiness(report)
  const problems = checks.filter(({ ok }) => !ok)
  return {
    status,
    problems: problems.map(({ name, state, reason, remedy, since }) => ({
      name,
      state,
      reason,
      remedy,
      since
    }))
  }
}

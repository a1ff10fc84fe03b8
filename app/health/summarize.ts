import { toReadiness } from '../../api/readiness.ts'
import type { HealthReport } from '../../ports/health.ts'

/** Summarizes the health of a process for its heartbeat: its status and the components with a problem. */
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

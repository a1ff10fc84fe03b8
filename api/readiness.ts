import type { ComponentState, HealthReport } from '../ports/health.ts'
import { toTime } from './represent.ts'

interface Readiness {
  readonly status: HealthReport['status']
  readonly checks: readonly {
    readonly name: string
    readonly ok: boolean
    readonly state: ComponentState
    readonly reason: string | null
    readonly remedy: string | null
    readonly since: string
    readonly lastProgressAt: string | null
  }[]
}

/** Returns the body of /health/ready. */
export function toReadiness({ status, components }: HealthReport): Readiness {
  return {
    status,
    checks: components.map(({ name, state, cause, remedy, since, lastProgressAt }) => ({
      name,
      ok: state === 'ok',
      state,
      reason: cause,
      remedy,
      since: toTime(since),
      lastProgressAt: lastProgressAt === null ? null : toTime(lastProgressAt)
    }))
  }
}

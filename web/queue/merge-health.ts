import type { components } from '../../ports/contract/generated/types.ts'

export type Readiness = components['schemas']['Readiness']
type Status = Readiness['status']
type ShownProblem = Pick<Readiness['checks'][number], 'name' | 'reason' | 'remedy' | 'since'>

/** The health in the heartbeat of a process. */
export interface ProcessHealth {
  readonly status: Status
  readonly problems: readonly ShownProblem[]
}

export interface Health {
  readonly status: Status
  readonly problems: readonly (ShownProblem & { readonly where: string })[]
}

export const statusNames: Readonly<Record<Status, string>> = {
  ready: 'ready',
  degraded: 'degraded',
  'not-ready': 'not ready'
}

/** Merges the health of all processes: a problem of several processes is one line. */
export function mergeHealth(
  own: Readiness,
  processes: readonly Pick<components['schemas']['Process'], 'services' | 'status'>[]
): Health {
  const lines = new Map<string, { problem: ShownProblem; services: Set<string> }>()
  const add = (problem: ShownProblem, services: readonly string[]) => {
    const key = `${problem.name}\n${problem.reason}`
    const line = lines.get(key) ?? { problem, services: new Set() }
    for (const each of services) line.services.add(each)
    lines.set(key, line)
  }
  const healths = processes.map(({ services, status }) => {
    const { health }: { readonly health?: ProcessHealth } = status
    return { services, health }
  })
  for (const { services, health } of healths)
    for (const problem of health?.problems ?? []) add(problem, services)
  for (const check of own.checks) if (!check.ok) add(check, ['api'])
  const statuses = [own.status, ...healths.map(({ health }) => health?.status ?? 'ready')]
  return {
    status: statuses.includes('not-ready')
      ? 'not-ready'
      : statuses.includes('degraded')
        ? 'degraded'
        : 'ready',
    problems: [...lines.values()].map(({ problem, services }) => ({
      name: problem.name,
      reason: problem.reason,
      remedy: problem.remedy,
      since: problem.since,
      where: [...services].join(', ')
    }))
  }
}

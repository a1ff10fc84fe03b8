import { expect, test } from 'vitest'
import type { HealthRole } from '../../../ports/health.ts'
import { openHealth } from '../../harness/open-health.ts'

// The table of docs/operations.md: the services of a process, and what it says while one of these has failed.
const columns = ['every', 'queue', 'stream', 'blobs', 'background'] as const satisfies HealthRole[]
const no = 'not-ready'
const table: readonly (readonly [services: string, ...states: readonly string[]])[] = [
  ['api', no, 'degraded', 'degraded', 'degraded', 'degraded'],
  ['worker', no, no, 'degraded', 'degraded', 'degraded'],
  ['trainer', no, 'degraded', 'degraded', no, 'degraded'],
  ['collector', no, 'degraded', no, 'degraded', 'degraded'],
  ['source', no, 'degraded', no, 'degraded', 'degraded'],
  ['collector,worker', no, no, no, 'degraded', 'degraded'],
  ['api,worker,trainer,collector,source', no, 'degraded', 'degraded', 'degraded', 'degraded']
]
const cells = table.flatMap(([services, ...states]) =>
  columns.map((role, index) => [services, role, states[index]] as const)
)

test.each(cells)('a process of %s whose %s component has failed is %s', (services, role, status) => {
  const health = openHealth(services.split(','))
  health.component({ name: role, role, remedy: '' }).reportProblem({ state: 'failed', cause: 'away' })
  expect(health.read().status).toBe(status)
})

test.each(['worker', 'trainer', 'collector', 'source'] as const)(
  'a %s that has failed takes its own process out, and no process that answers callers',
  role => {
    const statusOf = (services: string[]) => {
      const health = openHealth(services)
      health.component({ name: role, role, remedy: '' }).reportProblem({ state: 'failed', cause: 'stands' })
      return health.read().status
    }
    expect(statusOf([role])).toBe('not-ready')
    expect(statusOf(['api', role])).toBe('degraded')
  }
)

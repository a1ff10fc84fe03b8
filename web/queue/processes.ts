import { html } from '../element.ts'
import { formatCount, formatTime } from '../format.ts'
import type { Process } from '../service.ts'
import { drawTable } from '../table.ts'
import { type ProcessHealth, statusNames } from './merge-health.ts'

/** The shown part of the status of a worker. */
interface WorkerStatus {
  readonly health?: ProcessHealth
  readonly threads?: number
  readonly predictors?: Readonly<
    Record<
      string,
      { readonly serving: number | null; readonly problem: string | null; readonly inFlight: number }
    >
  >
}

const badges = { ready: 'serving', degraded: 'plain', 'not-ready': 'failed' } as const

export function drawProcesses(processes: readonly Process[]): HTMLElement[] {
  const rows = processes.map(({ id, services, startedAt, status }) => {
    const { health, threads, predictors = {} }: WorkerStatus = status
    const serving = Object.entries(predictors).map(
      ([name, { serving, problem }]) =>
        problem ?? `${name}: ${serving === null ? 'no version' : `version ${serving}`}`
    )
    return [
      html('code', {}, id),
      services.join(', '),
      serving.join('; ') || '–',
      threads === undefined ? '–' : String(threads),
      threads === undefined
        ? '–'
        : formatCount(Object.values(predictors).reduce((sum, { inFlight }) => sum + inFlight, 0)),
      health === undefined
        ? '–'
        : html('span', { class: `badge ${badges[health.status]}` }, statusNames[health.status]),
      formatTime(startedAt)
    ]
  })
  const isWorked = processes.some(({ services }) => services.includes('worker'))
  const columns = [
    { name: 'Process' },
    { name: 'Services' },
    { name: 'Live versions' },
    { name: 'Threads', isNumber: true },
    { name: 'Jobs claimed', isNumber: true },
    { name: 'State' },
    { name: 'Since' }
  ]
  return [
    html(
      'section',
      { class: 'card' },
      html('h2', {}, 'Processes'),
      ...(isWorked
        ? []
        : [html('p', { class: 'wrong' }, 'No worker is running: predictions wait until one starts.')]),
      ...(rows.length === 0 ? [] : [drawTable('Processes', columns, rows)])
    )
  ]
}

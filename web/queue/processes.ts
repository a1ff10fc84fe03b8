import { html } from '../element.ts'
import { formatCount, formatTime } from '../format.ts'
import type { Process } from '../service.ts'
import { drawTable } from '../table.ts'

/** What a worker tells of itself, as far as it is shown. */
interface WorkerStatus {
  readonly isReady?: boolean
  readonly threads?: number
  readonly predictors?: Readonly<
    Record<
      string,
      { readonly serving: number | null; readonly problem: string | null; readonly inFlight: number }
    >
  >
}

export function drawProcesses(processes: readonly Process[]): HTMLElement[] {
  const rows = processes.map(({ id, services, startedAt, status }) => {
    const { isReady, threads, predictors = {} }: WorkerStatus = status
    const serving = Object.entries(predictors).map(
      ([name, { serving, problem }]) =>
        problem ?? `${name}: ${serving === null ? 'no version yet' : `version ${serving}`}`
    )
    return [
      html('code', {}, id),
      services.join(', '),
      serving.join('; ') || '–',
      threads === undefined ? '–' : String(threads),
      threads === undefined
        ? '–'
        : formatCount(Object.values(predictors).reduce((sum, { inFlight }) => sum + inFlight, 0)),
      isReady === undefined
        ? '–'
        : html('span', { class: `badge ${isReady ? 'serving' : 'plain'}` }, isReady ? 'ready' : 'not ready'),
      formatTime(startedAt)
    ]
  })
  const isWorked = processes.some(({ services }) => services.includes('worker'))
  const columns = [
    { name: 'Process' },
    { name: 'Runs' },
    { name: 'Serves' },
    { name: 'Threads', isNumber: true },
    { name: 'Jobs in hand', isNumber: true },
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
        : [html('p', { class: 'wrong' }, 'No worker is alive: what is asked for waits until one is.')]),
      ...(rows.length === 0 ? [] : [drawTable('Processes', columns, rows)])
    )
  ]
}

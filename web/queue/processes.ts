import { html } from '../element.ts'
import { formatTime } from '../format.ts'
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
      isReady === undefined
        ? '–'
        : html('span', { class: `badge ${isReady ? 'serving' : 'plain'}` }, isReady ? 'ready' : 'not ready'),
      formatTime(startedAt)
    ]
  })
  const columns = [
    { name: 'Process' },
    { name: 'Runs' },
    { name: 'Serves' },
    { name: 'Threads', isNumber: true },
    { name: 'State' },
    { name: 'Since' }
  ]
  return [
    html(
      'section',
      { class: 'card' },
      html('h2', {}, 'Workers'),
      rows.length === 0
        ? html('p', { class: 'wrong' }, 'No worker is alive: what is asked waits.')
        : drawTable('Workers', columns, rows)
    )
  ]
}

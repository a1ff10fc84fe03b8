import { html } from '../element.ts'
import { formatTime } from '../format.ts'
import { service } from '../service.ts'
import { fetchInSession } from '../session.ts'
import { type Health, mergeHealth, type Readiness } from './merge-health.ts'

/** Loads the health of every process. Without heartbeats, it is only that of the process that answers. */
export async function loadHealth(): Promise<Health> {
  const [own, processes] = await Promise.all([
    fetchInSession('/health/ready').then((response): Promise<Readiness> => response.json()),
    service.processes.list().then(
      ({ items }) => items,
      () => []
    )
  ])
  return mergeHealth(own, processes)
}

/** Draws the problems. Draws nothing if there are none. */
export function drawHealth({ status, problems }: Health): HTMLElement[] {
  if (problems.length === 0) return []
  const title = status === 'not-ready' ? 'A process is not ready' : 'The service is degraded'
  const lines = problems.map(({ name, reason, remedy, since, where }) =>
    html(
      'li',
      {},
      html('strong', {}, `${name} (${where})`),
      `: ${reason ?? 'it does not work'}. ${remedy ?? ''} Since ${formatTime(since)}.`
    )
  )
  return [
    html(
      'section',
      { class: 'notice wrong', role: 'status' },
      html('h2', {}, title),
      html('ul', {}, ...lines)
    )
  ]
}

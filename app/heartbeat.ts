import { startPeriodic } from '../relay/periodic.ts'
import type { AppContext } from './app-context.ts'

const EVERY_MILLISECONDS = 5_000

/** Records every few seconds that this process runs, with its services and their status. */
export function startHeartbeat({ config, ports, stores, owner, reports }: AppContext): {
  close(): Promise<void>
} {
  const { clock, log, health } = ports
  const startedAt = clock.now()
  const beating = startPeriodic({
    name: 'heartbeat',
    clock,
    log,
    health,
    everyMilliseconds: EVERY_MILLISECONDS,
    async run() {
      const status = JSON.stringify(Object.assign({}, ...reports.map(report => report())))
      await stores.processes.beat({ id: owner, services: config.services, startedAt, status })
      return 'done'
    }
  })
  return {
    async close() {
      await beating.close()
      await stores.processes
        .leave(owner)
        .catch(error => log.warn('the heartbeat could not be removed', { error }))
    }
  }
}

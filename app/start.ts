import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { Failure } from '../ports/errors.ts'
import type { Log } from '../ports/log.ts'
import { publishBootstrap } from './bootstrap/publish-bootstrap.ts'
import { buildClosers } from './closers.ts'
import type { Config } from './config.ts'
import { startDuties } from './duties.ts'
import type { House, RunningService } from './house.ts'
import { predictors } from './predictors.ts'
import { services } from './services.ts'
import { buildStores } from './stores.ts'
import { listTopics } from './topics.ts'
import { version } from './version.ts'
import { openPorts } from './wire.ts'

export interface RunningProgram {
  /** Where the api answers; null in a process without one. */
  readonly url: string | null
  /** Takes in nothing new, ends what is under way or gives it back, in a bounded time. False: not all went well. */
  close(): Promise<boolean>
}

/** The time everything but the drain itself may take to close. */
const CLOSE_MILLISECONDS = 5_000

/**
 * Starts this process's services over the ports its mode gives it. What was started is closed again when a later part
 * fails. Throws what its parts throw: Failure('invalid-configuration' | 'data-folder-in-use' | ...).
 */
export async function startProgram(config: Config, log: Log): Promise<RunningProgram> {
  const wanted = readServices(config.services)
  const closers = buildClosers(log, CLOSE_MILLISECONDS + 1_000 * config.drainSeconds)
  try {
    const house = await openHouse()
    const running: [name: string, service: RunningService][] = []
    closers.add('services', async () => {
      for (const [name, { close }] of running) {
        await close()
        log.debug('service closed', { service: name })
      }
    })
    for (const name of wanted) {
      const { start } = await services[name]!()
      running.push([name, await start(house)])
    }
    const url = running.find(([, { url }]) => url !== undefined)?.[1].url ?? null
    if (url !== null) house.ports.announce(url)
    house.checks.splice(0, 1)
    log.info('started', { services: wanted, url, version, mode: config.mode, dataFolder: config.dataFolder })
    return { url, close: closers.close }
  } catch (error) {
    await closers.close()
    throw error
  }

  async function openHouse(): Promise<House> {
    const ports = await openPorts(config, log, closers)
    await ports.stream.declare(listTopics(config))
    const stores = buildStores(ports, config)
    if (config.models.bootstrap) await publishBootstrap(stores.modelVersions, log)
    const reaped = await stores.predictions.reap({ isFresh: config.mode === 'embedded' })
    log.debug('took over', { ...reaped })
    const owner = `${hostname()}.${process.pid}.${randomUUID().slice(0, 8)}`
    const checks: House['checks'] = [
      { name: 'start', check: () => Promise.reject(new Error('services are starting')) },
      { name: 'database', check: ports.database.check },
      { name: 'queue', check: ports.queue.check },
      { name: 'stream', check: ports.stream.check },
      { name: 'blobs', check: ports.blobs.check }
    ]
    const house: House = { config, ports, stores, predictors, owner, version, checks }
    await startDuties(house, closers)
    return house
  }
}

function readServices(wanted: readonly string[]): readonly string[] {
  const known = Object.keys(services)
  const unknown = wanted.filter(name => !known.includes(name))
  if (wanted.length === 0 || unknown.length > 0) {
    const reason = unknown.length > 0 ? `there is no service ${unknown.join(', ')}` : 'no service is named'
    throw new Failure('invalid-configuration', `SERVICES: ${reason}: choose from ${known.join(', ')}`, {
      field: 'SERVICES'
    })
  }
  return known.filter(name => wanted.includes(name))
}

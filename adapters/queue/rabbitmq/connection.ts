import { setTimeout as sleep } from 'node:timers/promises'
import { type ChannelModel, connect } from 'amqplib'
import { Failure } from '../../../ports/errors.ts'
import type { Log } from '../../../ports/log.ts'

/** A connection to the broker that is made again whenever it is lost. */
export interface BrokerConnection {
  /** Throws Failure('queue-unavailable') while the broker is away. */
  model(): ChannelModel
  /**
   * `setUp` runs on the connection there is and on every later one, before anybody else gets that one. Resolves once it
   * has run. The function given back ends it.
   */
  keepUp(setUp: SetUp): Promise<() => void>
  close(): Promise<void>
}

export type SetUp = (model: ChannelModel) => Promise<void>

const CONNECT_MILLISECONDS = 5_000
const FIRST_PAUSE_MILLISECONDS = 100
const MAX_PAUSE_MILLISECONDS = 2_000
const HEARTBEAT_SECONDS = 10
const SHUTDOWN_MILLISECONDS = 1_000

/** Throws Failure('queue-unavailable') when there is no broker at first; later it is waited for. */
export async function openConnection(url: string, log: Log): Promise<BrokerConnection> {
  const setUps = new Set<SetUp>()
  let current: ChannelModel | null = null
  let isClosing = false
  const recovering = await connect(withHeartbeat(url), {
    // Without it a publish waits for the acknowledgement of the one before: 23 a second instead of 1,700.
    noDelay: true,
    keepAlive: true,
    timeout: CONNECT_MILLISECONDS,
    clientProperties: { connection_name: 'groundswell' },
    recovery: {
      initialDelay: FIRST_PAUSE_MILLISECONDS,
      maxDelay: MAX_PAUSE_MILLISECONDS,
      initialMaxRetries: 2,
      waitForConnect: false,
      setup: (model: ChannelModel) => setUpAll(model, setUps)
    }
  })
  recovering.on('connect', model => {
    current = model
    log.info('queue broker connected')
  })
  recovering.on('disconnect', error => {
    current = null
    if (!isClosing) log.warn('queue broker lost', { error })
  })
  recovering.on('connect-failed', error => log.debug('queue broker not reached', { error }))
  // The loss it tells of is told by 'disconnect' too.
  recovering.on('error', error => log.debug('queue connection failed', { error }))
  try {
    await recovering.waitForConnect()
  } catch (cause) {
    throw away(cause)
  }

  function model(): ChannelModel {
    if (!current) throw away()
    return current
  }

  return {
    model,
    async keepUp(setUp) {
      await setUp(model())
      setUps.add(setUp)
      return () => setUps.delete(setUp)
    },
    async close() {
      isClosing = true
      current = null
      await inTime(recovering.close())
    }
  }
}

/**
 * amqplib listens to a connection once it is set up only: one that is lost meanwhile would end the process for want of an
 * 'error' listener, or, where a set-up does not mind, be taken for good and never be replaced.
 */
async function setUpAll(model: ChannelModel, setUps: Iterable<SetUp>): Promise<void> {
  let isLost = false
  model.on('error', () => {})
  model.on('close', () => {
    isLost = true
  })
  for (const setUp of setUps) await setUp(model)
  if (isLost) throw away(new Error('lost while it was set up'))
}

/** A shutdown that no one answers, because the socket broke meanwhile, keeps nobody waiting. */
export async function inTime(shutdown: Promise<unknown>): Promise<void> {
  const waiting = new AbortController()
  const limit = sleep(SHUTDOWN_MILLISECONDS, undefined, { signal: waiting.signal }).catch(() => {})
  await Promise.race([shutdown.catch(() => {}), limit])
  waiting.abort()
}

export function away(cause?: unknown): Failure {
  return new Failure('queue-unavailable', 'the queue broker cannot be reached', {
    retryAfterSeconds: 5,
    cause
  })
}

/** What goes wrong on a connection or channel is the broker being away, unless it said what it is. */
export async function named<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (cause) {
    throw cause instanceof Failure ? cause : away(cause)
  }
}

function withHeartbeat(url: string): string {
  const parsed = new URL(url)
  if (!parsed.searchParams.has('heartbeat')) parsed.searchParams.set('heartbeat', String(HEARTBEAT_SECONDS))
  return parsed.href
}

import { setTimeout as sleep } from 'node:timers/promises'
import { type ChannelModel, connect } from 'amqplib'
import { Failure } from '../../../ports/errors.ts'
import type { Log } from '../../../ports/log.ts'

/** A connection to the broker that reconnects whenever it is lost. */
export interface BrokerConnection {
  /** Throws Failure('queue-unavailable') while there is no connection. */
  model(): ChannelModel
  /**
   * Runs `setUp` on the current connection and on every later one, before anything else uses that one. Resolves once it
   * has run. The returned function removes it.
   */
  keepUp(setUp: SetUp): Promise<() => void>
  close(): Promise<void>
}

export type SetUp = (model: ChannelModel) => Promise<void>

const CONNECT_TIMEOUT_MILLISECONDS = 5_000
const FIRST_DELAY_MILLISECONDS = 100
const MAX_DELAY_MILLISECONDS = 2_000
const HEARTBEAT_SECONDS = 10
const SHUTDOWN_TIMEOUT_MILLISECONDS = 1_000

/** Throws Failure('queue-unavailable') if the first connection fails. Reconnects after a later loss. */
export async function openConnection(url: string, log: Log): Promise<BrokerConnection> {
  const setUps = new Set<SetUp>()
  let current: ChannelModel | null = null
  let isClosing = false
  const recovering = await connect(withHeartbeat(url), {
    // Without noDelay a publish waits for the acknowledgement of the previous one: 23 per second instead of 1,700.
    noDelay: true,
    keepAlive: true,
    timeout: CONNECT_TIMEOUT_MILLISECONDS,
    clientProperties: { connection_name: 'groundswell' },
    recovery: {
      initialDelay: FIRST_DELAY_MILLISECONDS,
      maxDelay: MAX_DELAY_MILLISECONDS,
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
    if (!isClosing) log.warn('queue broker connection lost', { error })
  })
  recovering.on('connect-failed', error => log.debug('queue broker cannot be reached', { error }))
  // 'disconnect' reports the same loss.
  recovering.on('error', error => log.debug('queue connection failed', { error }))
  try {
    await recovering.waitForConnect()
  } catch (cause) {
    throw toUnavailable(cause)
  }

  function model(): ChannelModel {
    if (!current) throw toUnavailable()
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
      await waitForShutdown(recovering.close())
    }
  }
}

/**
 * amqplib listens to a connection only after its set-up. If the connection is lost before, the missing 'error' listener
 * would end the process, or amqplib would use the lost connection for ever.
 */
async function setUpAll(model: ChannelModel, setUps: Iterable<SetUp>): Promise<void> {
  let isLost = false
  model.on('error', () => {})
  model.on('close', () => {
    isLost = true
  })
  for (const setUp of setUps) await setUp(model)
  if (isLost) throw toUnavailable(new Error('the connection was lost during its set-up'))
}

/** Waits for a shutdown, but at most one second: a broken socket never answers it. Never rejects. */
export async function waitForShutdown(shutdown: Promise<unknown>): Promise<void> {
  const waiting = new AbortController()
  const limit = sleep(SHUTDOWN_TIMEOUT_MILLISECONDS, undefined, { signal: waiting.signal }).catch(() => {})
  await Promise.race([shutdown.catch(() => {}), limit])
  waiting.abort()
}

export function toUnavailable(cause?: unknown): Failure {
  return new Failure('queue-unavailable', 'the queue broker cannot be reached', {
    retryAfterSeconds: 5,
    cause
  })
}

/** Converts every error of a connection or channel to Failure('queue-unavailable'), except a Failure. */
export async function withQueueErrors<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (cause) {
    throw cause instanceof Failure ? cause : toUnavailable(cause)
  }
}

function withHeartbeat(url: string): string {
  const parsed = new URL(url)
  if (!parsed.searchParams.has('heartbeat')) parsed.searchParams.set('heartbeat', String(HEARTBEAT_SECONDS))
  return parsed.href
}

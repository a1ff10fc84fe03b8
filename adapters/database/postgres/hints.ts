import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Hints } from '../../../ports/hints.ts'
import { buildBackoff } from '../../../ports/retry/backoff.ts'
import type { RetryPolicy } from '../../../ports/retry/retry-policy.ts'
import { systemClock } from '../../clock/system.ts'
import { connectionOf, type PostgresSettings } from './pool.ts'

interface OpenHints extends Hints {
  close(): Promise<void>
}

/** One notification carries all hints of this time, because the server commits notifying transactions one at a time. */
const DEBOUNCE_MILLISECONDS = 10
const CONNECT_RETRY: RetryPolicy = { firstDelayMs: 1_000, maxDelayMs: 10_000 }
const QUERY_TIMEOUT_MILLISECONDS = 5_000
const SHUTDOWN_MILLISECONDS = 1_000

/**
 * Hints by LISTEN and NOTIFY between the processes that share a schema, on a separate connection. The first listener
 * opens the connection, and it is reopened with exponential backoff. Hints sent while it is down are lost.
 */
export function openHints(settings: PostgresSettings): OpenHints {
  const listeners = new Map<string, Set<() => void>>()
  const pending = new Set<string>()
  const closing = new AbortController()
  let connecting: Promise<void> | null = null
  let notify: ((words: string) => Promise<unknown>) | null = null
  let timer: NodeJS.Timeout | null = null
  const backoff = buildBackoff(CONNECT_RETRY, { clock: systemClock })

  async function keepConnected(): Promise<void> {
    while (!closing.signal.aborted) {
      await connectOnce().catch(() => {})
      await backoff.wait(closing.signal)
    }
  }

  /** Settles when the connection has ended. */
  async function connectOnce(): Promise<void> {
    const client = new pg.Client({ ...connectionOf(settings), query_timeout: QUERY_TIMEOUT_MILLISECONDS })
    const ended = Promise.withResolvers<void>()
    const end = () => ended.resolve()
    client.on('error', end)
    client.on('end', end)
    closing.signal.addEventListener('abort', end, { once: true })
    try {
      await client.connect()
      const { rows } = await client.query<{ channel: string; own: number }>(
        `select 'groundswell_' || left(md5(current_schema()), 16) as channel, pg_backend_pid() as own`
      )
      const { channel, own } = rows[0]!
      client.on('notification', ({ processId, payload }) => {
        if (processId !== own) for (const word of payload?.split(' ') ?? []) notifyListeners(word)
      })
      // A hint may be lost, so it need not wait for the disk.
      await client.query('set synchronous_commit = off')
      await client.query(`listen ${channel}`)
      backoff.reset()
      notify = words => client.query('select pg_notify($1, $2)', [channel, words]).catch(end)
      await ended.promise
    } finally {
      notify = null
      closing.signal.removeEventListener('abort', end)
      // end() never resolves if the server is silent.
      await Promise.race([client.end().catch(() => {}), sleep(SHUTDOWN_MILLISECONDS)])
    }
  }

  function notifyListeners(word: string): void {
    for (const listener of listeners.get(word) ?? []) listener()
  }

  function flush(): void {
    timer = null
    void notify?.([...pending].join(' '))
    pending.clear()
  }

  return {
    send(word) {
      if (notify === null) return
      pending.add(word)
      timer ??= setTimeout(flush, DEBOUNCE_MILLISECONDS)
    },
    listen(word, listener) {
      const ofWord = listeners.get(word) ?? new Set()
      listeners.set(word, ofWord.add(listener))
      connecting ??= keepConnected()
      return () => ofWord.delete(listener)
    },
    async close() {
      closing.abort()
      if (timer !== null) clearTimeout(timer)
      await connecting
    }
  }
}

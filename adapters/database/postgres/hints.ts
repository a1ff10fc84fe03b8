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

/** Words of one process within this time are one notification: the server lets only one transaction notify at a time. */
const DEBOUNCE_MILLISECONDS = 10
const CONNECT_RETRY: RetryPolicy = { firstDelayMs: 1_000, maxDelayMs: 10_000 }
const ANSWER_MILLISECONDS = 5_000
const SHUTDOWN_MILLISECONDS = 1_000

/**
 * Hints by LISTEN and NOTIFY, among those who share a schema, on a connection of its own: made once somebody listens, and
 * again whenever it breaks. What is sent meanwhile is lost.
 */
export function openHints(settings: PostgresSettings): OpenHints {
  const listeners = new Map<string, Set<() => void>>()
  const pending = new Set<string>()
  const closing = new AbortController()
  let keeping: Promise<void> | null = null
  let notify: ((words: string) => Promise<unknown>) | null = null
  let timer: NodeJS.Timeout | null = null
  const backoff = buildBackoff(CONNECT_RETRY, { clock: systemClock })

  async function keepConnected(): Promise<void> {
    while (!closing.signal.aborted) {
      await connectOnce().catch(() => {})
      await backoff.wait(closing.signal)
    }
  }

  /** Resolves, or rejects, when the connection is over. */
  async function connectOnce(): Promise<void> {
    const client = new pg.Client({ ...connectionOf(settings), query_timeout: ANSWER_MILLISECONDS })
    const over = Promise.withResolvers<void>()
    const end = () => over.resolve()
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
      // A hint is worth no wait for the disk.
      await client.query('set synchronous_commit = off')
      await client.query(`listen ${channel}`)
      backoff.reset()
      notify = words => client.query('select pg_notify($1, $2)', [channel, words]).catch(end)
      await over.promise
    } finally {
      notify = null
      closing.signal.removeEventListener('abort', end)
      // A connection whose other end is silent has no end.
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
      keeping ??= keepConnected()
      return () => ofWord.delete(listener)
    },
    async close() {
      closing.abort()
      if (timer !== null) clearTimeout(timer)
      await keeping
    }
  }
}

import type { CompiledQuery, Transaction } from 'kysely'
import type pg from 'pg'
import type { Database, WriteOptions } from '../../../ports/database.ts'
import { Failure } from '../../../ports/errors.ts'
import { retry } from '../../../ports/retry/retry.ts'
import type { RetryPolicy } from '../../../ports/retry/retry-policy.ts'
import type { Tables } from '../../../ports/tables.ts'
import { systemClock } from '../../clock/system.ts'
import { buildTransaction } from './dialect.ts'
import { isConflict, isDisconnection, isSkippedAfterFailure, toFailure } from './failures.ts'
import { openSession, type Session } from './session.ts'

interface Writer extends Pick<Database, 'write' | 'run'> {
  /** Resolves when no transaction is in progress. */
  idle(): Promise<void>
}

type Isolation = 'read committed' | 'repeatable read'

/** For transactions that conflict with others. */
const CONFLICT_RETRY: RetryPolicy = { firstDelayMs: 2, maxDelayMs: 50, maxAttempts: 50 }
/** From this attempt on, no other transaction of this process begins until the attempt ends. */
const FIRST_EXCLUSIVE_ATTEMPT = 3

/**
 * Runs each work as a transaction on its own connection; the server lets concurrent commits share a sync. Retries a
 * transaction that conflicts with another one, and once if its connection breaks before the commit.
 */
export function buildWriter(pool: pg.Pool, isolation: Isolation = 'repeatable read'): Writer {
  const inProgress = new Set<Promise<unknown>>()
  let exclusive: Promise<unknown> | null = null

  async function runShared<T>(attempt: () => Promise<T>): Promise<T> {
    while (exclusive !== null) await exclusive
    return attempt()
  }

  async function runExclusively<T>(attempt: () => Promise<T>): Promise<T> {
    while (exclusive !== null) await exclusive
    const running = attempt()
    exclusive = running.catch(() => {})
    try {
      return await running
    } finally {
      exclusive = null
    }
  }

  async function runWithRetries<T>(attempt: () => Promise<T>): Promise<T> {
    let attempts = 0
    const begin = () => {
      attempts += 1
      return attempts < FIRST_EXCLUSIVE_ATTEMPT ? runShared(attempt) : runExclusively(attempt)
    }
    const isRetryable = (error: unknown) => isConflict(error) || (attempts === 1 && isDisconnection(error))
    try {
      return await retry(begin, { policy: CONFLICT_RETRY, clock: systemClock, isRetryable })
    } catch (error) {
      throw toFailure(error)
    }
  }

  function track<T>(result: Promise<T>): Promise<T> {
    const settled = result.catch(() => {}).then(() => void inProgress.delete(settled))
    inProgress.add(settled)
    return result
  }

  return {
    // Always durable: a caller that writes what it has read must find it again after a crash of the server.
    write: work => track(runWithRetries(() => transact(pool, toBeginStatement(isolation), work))),
    // Nothing is read between the statements, so the weaker isolation is enough, and it has no conflicts.
    run: (statements, options) =>
      track(runWithRetries(() => runAll(pool, toBeginStatement('read committed', options), statements))),
    async idle() {
      while (inProgress.size > 0) await Promise.all(inProgress)
    }
  }
}

function toBeginStatement(isolation: Isolation, { isDurable = true }: WriteOptions = {}): string {
  const begin = `begin isolation level ${isolation}`
  return isDurable ? begin : `${begin}; set local synchronous_commit to off`
}

/** Sends the whole transaction in one round trip. */
async function runAll(pool: pg.Pool, begin: string, statements: readonly CompiledQuery[]): Promise<void> {
  const session = await openSession(pool)
  try {
    const answers = [
      session.query(begin),
      ...statements.map(({ sql, parameters }) => session.query(sql, parameters))
    ]
    const commit = commitOn(session)
    commit.catch(() => {})
    // The first error is the cause; the commit then rolled everything back.
    await Promise.all(answers).catch(async error => {
      await commit.catch(() => {})
      throw await resolveDoubt(error, commit)
    })
    await commit
  } finally {
    session.release()
  }
}

/** If the connection also broke during the commit, the outcome is unknown, and the transaction must not be retried. */
async function resolveDoubt(error: unknown, commit: Promise<void>): Promise<unknown> {
  if (!isDisconnection(error)) return error
  return commit.then(
    () => error,
    reason => (reason instanceof Failure ? reason : error)
  )
}

async function transact<T>(
  pool: pg.Pool,
  begin: string,
  work: (transaction: Transaction<Tables>) => Promise<T>
): Promise<T> {
  const session = await openSession(pool)
  let hasEnded = false
  let firstFailure: unknown
  const transaction = buildTransaction(async (sql, parameters) => {
    if (hasEnded) throw new Error('the transaction has ended')
    try {
      return await session.query(sql, parameters)
    } catch (error) {
      firstFailure ??= error
      throw error
    }
  })
  try {
    // Not awaited: if it fails, the statements sent after it fail too.
    session.query(begin).catch(() => {})
    const result = await work(transaction)
    hasEnded = true
    await commitOn(session)
    return result
  } catch (error) {
    hasEnded = true
    await session.query('rollback').catch(() => {})
    throw isSkippedAfterFailure(error) ? (firstFailure ?? error) : error
  } finally {
    session.release()
  }
}

async function commitOn(session: Session): Promise<void> {
  try {
    const { command } = await session.query('commit')
    if (command === 'ROLLBACK')
      throw new Error('a statement of this transaction failed and its error was ignored')
  } catch (error) {
    if (!isDisconnection(error)) throw error
    throw new Failure(
      'database-unavailable',
      'the connection broke during the commit, which may have succeeded',
      {
        cause: error,
        retryAfterSeconds: 5
      }
    )
  }
}

import type { CompiledQuery, Transaction } from 'kysely'
import type pg from 'pg'
import type { Database, WriteOptions } from '../../../ports/database.ts'
import { Failure } from '../../../ports/errors.ts'
import { retry } from '../../../ports/retry/retry.ts'
import type { RetryPolicy } from '../../../ports/retry/retry-policy.ts'
import type { Tables } from '../../../ports/tables.ts'
import { systemClock } from '../../clock/system.ts'
import { buildTransaction } from './dialect.ts'
import { isBehindFailed, isConflict, isDisconnection, toFailure } from './failures.ts'
import { openSession, type Session } from './session.ts'

interface Writer extends Pick<Database, 'write' | 'run'> {
  /** Resolves when nothing is under way. */
  idle(): Promise<void>
}

type Isolation = 'read committed' | 'repeatable read'

/** For work that conflicts with others' writes. */
const CONFLICT_RETRY: RetryPolicy = { firstDelayMs: 2, maxDelayMs: 50, maxAttempts: 50 }
/** From this attempt on, this process lets no other write begin beside it. */
const ALONE_FROM = 3

/**
 * Each work is a transaction on a connection of its own: the server lets concurrent commits share a sync by itself. It
 * is begun again when it met another's write of the same rows, or when its connection broke before the commit.
 */
export function buildWriter(pool: pg.Pool, isolation: Isolation = 'repeatable read'): Writer {
  const underWay = new Set<Promise<unknown>>()
  let alone: Promise<unknown> | null = null

  async function whenNoneIsAlone<T>(attempt: () => Promise<T>): Promise<T> {
    while (alone !== null) await alone
    return attempt()
  }

  async function byItself<T>(attempt: () => Promise<T>): Promise<T> {
    while (alone !== null) await alone
    const running = attempt()
    alone = running.catch(() => {})
    try {
      return await running
    } finally {
      alone = null
    }
  }

  async function tryAgain<T>(attempt: () => Promise<T>): Promise<T> {
    let attempts = 0
    const begin = () => {
      attempts += 1
      return attempts < ALONE_FROM ? whenNoneIsAlone(attempt) : byItself(attempt)
    }
    const isRetryable = (error: unknown) => isConflict(error) || (attempts === 1 && isDisconnection(error))
    try {
      return await retry(begin, { policy: CONFLICT_RETRY, clock: systemClock, isRetryable })
    } catch (error) {
      throw toFailure(error)
    }
  }

  function track<T>(result: Promise<T>): Promise<T> {
    const settled = result.catch(() => {}).then(() => void underWay.delete(settled))
    underWay.add(settled)
    return result
  }

  return {
    // Always durable: who writes what he has read must find it again after a kill of the server.
    write: work => track(tryAgain(() => transact(pool, beginning(isolation), work))),
    // Nothing is read between the statements, so that the weaker isolation does, and meets no conflicts.
    run: (statements, options) =>
      track(tryAgain(() => runAll(pool, beginning('read committed', options), statements))),
    async idle() {
      while (underWay.size > 0) await Promise.all(underWay)
    }
  }
}

function beginning(isolation: Isolation, { isDurable = true }: WriteOptions = {}): string {
  const begin = `begin isolation level ${isolation}`
  return isDurable ? begin : `${begin}; set local synchronous_commit to off`
}

/** The whole transaction in one go: one journey to the server and back. */
async function runAll(pool: pg.Pool, begin: string, statements: readonly CompiledQuery[]): Promise<void> {
  const session = await openSession(pool)
  try {
    const answers = [
      session.query(begin),
      ...statements.map(({ sql, parameters }) => session.query(sql, parameters))
    ]
    const commit = commitOn(session)
    commit.catch(() => {})
    // The first that failed says why; the commit then has undone all.
    await Promise.all(answers).catch(async error => {
      await commit.catch(() => {})
      throw await resolveDoubt(error, commit)
    })
    await commit
  } finally {
    session.release()
  }
}

/** A connection that broke while the commit was on its way, too, has an unknown end: not to be tried again. */
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
  let isOver = false
  let firstFailure: unknown
  const transaction = buildTransaction(async (sql, parameters) => {
    if (isOver) throw new Error('the transaction is over')
    try {
      return await session.query(sql, parameters)
    } catch (error) {
      firstFailure ??= error
      throw error
    }
  })
  try {
    // Not waited for: where it fails, what is sent behind it fails with it.
    session.query(begin).catch(() => {})
    const result = await work(transaction)
    isOver = true
    await commitOn(session)
    return result
  } catch (error) {
    isOver = true
    await session.query('rollback').catch(() => {})
    throw isBehindFailed(error) ? (firstFailure ?? error) : error
  } finally {
    session.release()
  }
}

async function commitOn(session: Session): Promise<void> {
  try {
    const { command } = await session.query('commit')
    if (command === 'ROLLBACK') throw new Error('a statement of this transaction failed, and nobody was told')
  } catch (error) {
    if (!isDisconnection(error)) throw error
    throw new Failure('database-unavailable', 'the connection broke at the commit: it may have been done', {
      cause: error,
      retryAfterSeconds: 5
    })
  }
}

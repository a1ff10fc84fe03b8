import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import type { Database } from '../../../ports/database.ts'
import { Failure } from '../../../ports/errors.ts'
import { buildKysely, type Place } from './dialect.ts'
import { isConflict, isDisconnection, toFailure } from './failures.ts'
import { openSession, type Session } from './session.ts'

export interface Writer extends Pick<Database, 'write' | 'run'> {
  /** Resolves when nothing is under way. */
  idle(): Promise<void>
}

export type Isolation = 'read committed' | 'repeatable read'

// Attempts at a work that others get in the way of; from which on this process lets no other write begin beside it.
const MOST_ATTEMPTS = 50
const ALONE_FROM = 3
const LONGEST_PAUSE_MILLISECONDS = 50

/**
 * Each work is a transaction on a connection of its own: the server lets concurrent commits share a sync by itself. It
 * is begun again when it met another's write of the same rows, or when its connection broke before the commit.
 */
export function buildWriter(pool: pg.Pool, isolation: Isolation = 'repeatable read'): Writer {
  const underWay = new Set<Promise<unknown>>()
  let alone: Promise<unknown> | null = null
  const kysely = buildKysely(async () => buildTransactionPlace(await openSession(pool), isolation))

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
    for (let attempts = 1; ; attempts++) {
      try {
        return await (attempts < ALONE_FROM ? whenNoneIsAlone(attempt) : byItself(attempt))
      } catch (error) {
        const mayAgain = isConflict(error)
          ? attempts < MOST_ATTEMPTS
          : attempts === 1 && isDisconnection(error)
        if (!mayAgain) throw toFailure(error)
        await sleep(Math.random() * Math.min(2 ** attempts, LONGEST_PAUSE_MILLISECONDS))
      }
    }
  }

  function track<T>(result: Promise<T>): Promise<T> {
    const settled = result.catch(() => {}).then(() => void underWay.delete(settled))
    underWay.add(settled)
    return result
  }

  return {
    write: work => track(tryAgain(() => kysely.transaction().execute(work))),
    // Nothing is read between the statements, so that the weaker isolation does, and meets no conflicts.
    run: statements => track(tryAgain(() => runAll(pool, statements))),
    async idle() {
      while (underWay.size > 0) await Promise.all(underWay)
    }
  }
}

/** The whole transaction in one go: one journey to the server and back. */
async function runAll(pool: pg.Pool, statements: Parameters<Database['run']>[0]): Promise<void> {
  const session = await openSession(pool)
  try {
    const isSent = new Set<string>()
    const answers = [
      session.query('begin'),
      ...statements.map(({ sql, parameters }) => {
        if (isSent.has(sql)) return session.query(sql, parameters)
        isSent.add(sql)
        return session.queryPrepared(sql, parameters)
      })
    ]
    const commit = commitOn(session)
    commit.catch(() => {})
    // The first that failed says why; the commit then has undone all.
    await Promise.all(answers).catch(async error => {
      await commit.catch(() => {})
      throw await withoutDoubt(error, commit)
    })
    await commit
  } finally {
    session.release()
  }
}

/** A connection that broke while the commit was on its way, too, has an unknown end: not to be tried again. */
async function withoutDoubt(error: unknown, commit: Promise<void>): Promise<unknown> {
  if (!isDisconnection(error)) return error
  return commit.then(
    () => error,
    reason => reason
  )
}

/** Once it was rolled back nothing more is run: kysely sends what still waits behind a statement that failed. */
function buildTransactionPlace(session: Session, isolation: Isolation): Place {
  let isOver = false
  return {
    async query(sql, parameters) {
      if (isOver) throw new Error('the transaction is over')
      return session.query(sql, parameters)
    },
    async begin() {
      // Not waited for: where it fails, what is sent behind it fails with it.
      session.query(`begin isolation level ${isolation}`).catch(() => {})
    },
    commit: () => commitOn(session),
    async rollback() {
      isOver = true
      await session.query('rollback').catch(() => {})
    },
    release: session.release
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

import type { Kysely, Transaction } from 'kysely'
import type { Tables } from '../../../ports/tables.ts'
import { buildKysely } from './dialect.ts'
import { toFailure } from './failures.ts'
import type { Owner } from './owner.ts'

type Work<T> = (transaction: Transaction<Tables>) => Promise<T>

interface Waiting {
  readonly work: Work<unknown>
  resolve(value: unknown): void
  reject(reason: unknown): void
}

/** Works that may share a commit: a bound on how long the first of them waits for it. */
const MOST_IN_GROUP = 200

export interface GroupedWriter {
  write<T>(work: Work<T>): Promise<T>
  /** Resolves when nothing is under way. */
  idle(): Promise<void>
}

/**
 * Runs works one after another in one open transaction, each in a savepoint, for as long as others wait, then commits
 * once for all: a sync of the disk costs far more than the rows. The next group's first statements are sent behind
 * the commit without waiting for it.
 */
export function buildGroupedWriter(owner: Owner): GroupedWriter {
  const waiting: Waiting[] = []
  let running: Promise<void> | null = null
  let lastCommit: Promise<void> = Promise.resolve()
  const kysely: Kysely<Tables> = buildKysely(owner.query, {
    begin: () => owner.transact('savepoint'),
    commit: () => owner.transact('release'),
    rollback: () => owner.transact('undo')
  })

  async function runGroups(): Promise<void> {
    while (waiting.length > 0) await runGroup()
    running = null
  }

  async function runGroup(): Promise<void> {
    owner.transact('begin')
    const done: { readonly settle: Waiting; readonly value: unknown }[] = []
    for (let count = 0; count < MOST_IN_GROUP && waiting.length > 0; count++) {
      const settle = waiting.shift()!
      try {
        done.push({ settle, value: await kysely.transaction().execute(settle.work) })
      } catch (error) {
        settle.reject(toFailure(error))
      }
    }
    lastCommit = owner.commit().then(
      () => {
        for (const { settle, value } of done) settle.resolve(value)
      },
      error => {
        const failure = toFailure(error)
        for (const { settle } of done) settle.reject(failure)
      }
    )
  }

  return {
    write<T>(work: Work<T>): Promise<T> {
      return new Promise<T>((resolve, reject) => {
        waiting.push({ work, resolve: value => resolve(value as T), reject })
        running ??= runGroups()
      })
    },
    async idle() {
      while (running !== null) await running
      await lastCommit
    }
  }
}

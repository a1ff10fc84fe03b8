import type { CompiledQuery, Kysely, Transaction } from 'kysely'
import type { WriteOptions } from '../../../ports/database.ts'
import type { Tables } from '../../../ports/tables.ts'
import { buildKysely } from './dialect.ts'
import { toFailure } from './failures.ts'
import type { Owner } from './owner.ts'

type Work<T> = (transaction: Transaction<Tables>) => Promise<T>

interface Waiting {
  readonly isDurable: boolean
  /** Runs the work in the open group. */
  run(): Promise<unknown>
  /** Its statements are not known in advance, so the next work must wait for it. */
  readonly isInteractive: boolean
  resolve(value: unknown): void
  reject(reason: unknown): void
}

/** Maximum number of works that share a commit, which limits how long the first of them waits. */
const MAX_IN_GROUP = 200

interface GroupedWriter {
  write<T>(work: Work<T>, options?: WriteOptions): Promise<T>
  run(statements: readonly CompiledQuery[], options?: WriteOptions): Promise<void>
  /** Resolves when no work is in progress. */
  idle(): Promise<void>
}

/**
 * Group commit. Runs works one after another in one open transaction, each in a savepoint, until none waits, and then
 * commits once for all, because a sync of the disk costs far more than the rows. It sends the first statements of the
 * next group after the commit without waiting for it. A group that is not durable accepts only works that are not.
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
    const isDurable = waiting.some(each => each.isDurable)
    owner.begin(isDurable)
    const members: { readonly settle: Waiting; readonly work: Promise<unknown> }[] = []
    while (members.length < MAX_IN_GROUP) {
      const settle = waiting[0]
      if (!settle || (settle.isDurable && !isDurable)) break
      waiting.shift()
      const work = settle.run()
      members.push({ settle, work })
      // settleMember below handles the error; until then it must not count as unhandled.
      work.catch(() => {})
      if (settle.isInteractive) await work.catch(() => {})
    }
    const commit = owner.commit()
    lastCommit = Promise.all(members.map(({ settle, work }) => settleMember(settle, work, commit))).then(
      () => {}
    )
  }

  function enqueue<T>(member: Pick<Waiting, 'run' | 'isInteractive'>, options: WriteOptions): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const { isDurable = true } = options
      waiting.push({ ...member, isDurable, resolve: value => resolve(value as T), reject })
      running ??= runGroups()
    })
  }

  return {
    write: (work, options = {}) =>
      enqueue({ run: () => kysely.transaction().execute(work), isInteractive: true }, options),
    run: (statements, options = {}) =>
      enqueue({ run: () => owner.batch(toBatch(statements)), isInteractive: false }, options),
    async idle() {
      while (running !== null) await running
      await lastCommit
    }
  }
}

/** Resolves a member once it is committed, or rejects it with its own error or that of the commit. */
async function settleMember(settle: Waiting, work: Promise<unknown>, commit: Promise<void>): Promise<void> {
  try {
    const value = await work
    await commit
    settle.resolve(value)
  } catch (error) {
    settle.reject(toFailure(error))
  }
  await commit.catch(() => {})
}

function toBatch(statements: readonly CompiledQuery[]) {
  return statements.map(({ sql, parameters }) => ({ sql, parameters }))
}

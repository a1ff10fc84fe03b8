import type { CompiledQuery, Kysely, Transaction } from 'kysely'
import type { WriteOptions } from '../../../ports/database.ts'
import type { Tables } from '../../../ports/tables.ts'
import { buildKysely } from './dialect.ts'
import { toFailure } from './failures.ts'
import type { Owner } from './owner.ts'
import type { SqlValue } from './protocol.ts'

type Work<T> = (transaction: Transaction<Tables>) => Promise<T>

interface Waiting {
  readonly isDurable: boolean
  /** Runs in the open group. */
  run(): Promise<unknown>
  /** Whether what comes next has to wait for it: its statements are not known beforehand. */
  readonly isInteractive: boolean
  resolve(value: unknown): void
  reject(reason: unknown): void
}

/** Works that may share a commit: a bound on how long the first of them waits for it. */
const MAX_IN_GROUP = 200

interface GroupedWriter {
  write<T>(work: Work<T>, options?: WriteOptions): Promise<T>
  run(statements: readonly CompiledQuery[], options?: WriteOptions): Promise<void>
  /** Resolves when nothing is under way. */
  idle(): Promise<void>
}

/**
 * Runs works one after another in one open transaction, each in a savepoint, for as long as others wait, then commits
 * once for all: a sync of the disk costs far more than the rows. The next group's first statements are sent behind
 * the commit without waiting for it. A group that need not be durable takes only its like along.
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
      // Its failure is the member's own, told below; unheard until then.
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

/** Resolved once committed; rejected by its own fault or by the commit's. */
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
  return statements.map(({ sql, parameters }) => ({ sql, parameters: parameters as readonly SqlValue[] }))
}

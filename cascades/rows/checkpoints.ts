import type { Transaction } from 'kysely'
import type { Clock } from '../../ports/clock.ts'
import type { Database } from '../../ports/database.ts'
import { Failure } from '../../ports/errors.ts'
import type { Tables } from '../../ports/tables.ts'

export interface CheckpointKey {
  readonly group: string
  readonly topic: string
  readonly partition: number
}

export interface Checkpoint {
  /** The next position to read. */
  readonly position: number
  /** The consumer's state as JSON text; null before its first checkpoint. */
  readonly state: string | null
}

/** The checkpoints of consumer groups, written in the same transaction as the effects of reading. */
export interface Checkpoints {
  /** Makes `owner` the only one that can advance this checkpoint. Null: nothing was read yet. */
  take(checkpointKey: CheckpointKey, owner: string): Promise<Checkpoint | null>
  /**
   * Advances a checkpoint within the caller's transaction. Returns false when this checkpoint was written before and the
   * answer to its commit was lost; then the caller has nothing to write. Position or state must therefore differ each
   * time. Throws Failure('conflict') when another owner has taken the checkpoint or it has moved; then the caller must
   * write nothing.
   */
  advance(
    transaction: Transaction<Tables>,
    checkpointKey: CheckpointKey,
    owner: string,
    from: number,
    to: Checkpoint
  ): Promise<boolean>
  /** Moves this owner's checkpoint to another position. Returns false when another owner has taken it. */
  move(checkpointKey: CheckpointKey, owner: string, position: number): Promise<boolean>
  of(group: string, topic: string): Promise<readonly (Checkpoint & { readonly partition: number })[]>
}

export function buildCheckpoints({
  database,
  clock
}: {
  readonly database: Database
  readonly clock: Clock
}): Checkpoints {
  return {
    take: (checkpointKey, owner) =>
      database.write(async transaction => {
        const row = await transaction
          .insertInto('checkpoints')
          .values({
            group_name: checkpointKey.group,
            topic: checkpointKey.topic,
            partition: checkpointKey.partition,
            owner,
            position: 0,
            state: null,
            updated_at: clock.now()
          })
          .onConflict(on => on.columns(['group_name', 'topic', 'partition']).doUpdateSet({ owner }))
          .returning(['position', 'state'])
          .executeTakeFirstOrThrow()
        return row.position === 0 && row.state === null ? null : row
      }),

    async advance(transaction, { group, topic, partition }, owner, from, { position, state }) {
      const row = await transaction
        .updateTable('checkpoints')
        .set({ position, state, updated_at: clock.now() })
        .where('group_name', '=', group)
        .where('topic', '=', topic)
        .where('partition', '=', partition)
        .where('owner', '=', owner)
        .where('position', '=', from)
        .$if(state !== null, query =>
          query.where(({ or, eb }) => or([eb('state', 'is', null), eb('state', '<>', state)]))
        )
        .returning('position')
        .executeTakeFirst()
      if (row) return true
      const now = await transaction
        .selectFrom('checkpoints')
        .select(['owner', 'position', 'state'])
        .where('group_name', '=', group)
        .where('topic', '=', topic)
        .where('partition', '=', partition)
        .executeTakeFirst()
      if (now?.owner === owner && now.position === position && now.state === state) return false
      throw new Failure(
        'conflict',
        `another owner has taken partition ${partition} of ${topic} in group ${group}`
      )
    },

    move: ({ group, topic, partition }, owner, position) =>
      database.write(async transaction => {
        const row = await transaction
          .updateTable('checkpoints')
          .set({ position, updated_at: clock.now() })
          .where('group_name', '=', group)
          .where('topic', '=', topic)
          .where('partition', '=', partition)
          .where('owner', '=', owner)
          .returning('position')
          .executeTakeFirst()
        return row !== undefined
      }),

    of: (group, topic) =>
      database.reader
        .selectFrom('checkpoints')
        .select(['partition', 'position', 'state'])
        .where('group_name', '=', group)
        .where('topic', '=', topic)
        .orderBy('partition')
        .execute()
  }
}

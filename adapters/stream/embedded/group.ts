import type { Member } from './member.ts'

/** The members of a consumer group on a topic. Partitions are rebalanced whenever a member joins or leaves. */
export interface Group {
  join(member: Member): Promise<void>
  leave(member: Member): Promise<void>
  wake(partitions: readonly number[]): void
}

export function buildGroup(partitions: number): Group {
  const members: Member[] = []
  let balancing: Promise<void> = Promise.resolve()

  /** All members revoke the partitions that move before any member is assigned one. */
  async function balance(): Promise<void> {
    const shares = new Map(members.map((member, index) => [member, listShare(index)]))
    await Promise.all(
      members.map(member =>
        member.revoke([...member.owned].filter(each => !shares.get(member)!.includes(each)))
      )
    )
    await Promise.all(
      members.map(async member => {
        const fresh = shares.get(member)!.filter(each => !member.owned.has(each))
        if (fresh.length > 0) await member.assign(fresh)
      })
    )
  }

  function listShare(index: number): readonly number[] {
    return Array.from({ length: partitions }, (_, partition) => partition).filter(
      partition => partition % members.length === index
    )
  }

  function runInOrder(change: () => Promise<void>): Promise<void> {
    const done = balancing.then(change)
    // The caller gets the error; the next change runs all the same.
    balancing = done.catch(() => {})
    return done
  }

  return {
    join: member =>
      runInOrder(async () => {
        members.push(member)
        await balance()
      }),
    leave(member) {
      member.stop()
      return runInOrder(async () => {
        if (!members.includes(member)) return
        members.splice(members.indexOf(member), 1)
        await member.revoke([...member.owned])
        await balance()
      })
    },
    wake(changed) {
      for (const member of members) member.wake(changed)
    }
  }
}

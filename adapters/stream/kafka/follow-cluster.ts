import type { Cluster } from 'kafkajs'

/** What the client's types leave out. */
export interface Coordinator {
  leaveGroup(member: { readonly groupId: string; readonly memberId: string }): Promise<unknown>
}

interface TopicOffsets {
  fetchTopicsOffset(
    topics: readonly { readonly partitions: readonly { readonly partition: number }[] }[]
  ): Promise<unknown>
}

/** Calls a member of a group at the steps that the client takes without asking. */
export function followCluster(
  cluster: Cluster,
  calls: {
    /**
     * The client asks for the group's coordinator before every joining. Partitions change hands once all members have
     * joined: what this member has to let go of is let go before.
     */
    readonly beforeJoining: () => Promise<void>
    readonly onCoordinator: (coordinator: Coordinator) => Promise<void>
    /** These partitions have no position, or had one out of range: the client is about to begin at the oldest message. */
    readonly onPositionReset: (partitions: readonly number[]) => void
  }
): void {
  const find = cluster.findGroupCoordinator.bind(cluster)
  cluster.findGroupCoordinator = async request => {
    await calls.beforeJoining()
    const coordinator = await find(request)
    await calls.onCoordinator(coordinator as unknown as Coordinator)
    return coordinator
  }
  const offsets = cluster as unknown as TopicOffsets
  const fetchOffsets = offsets.fetchTopicsOffset.bind(cluster)
  offsets.fetchTopicsOffset = topics => {
    calls.onPositionReset(topics.flatMap(({ partitions }) => partitions.map(({ partition }) => partition)))
    return fetchOffsets(topics)
  }
}

import type { Broker, Cluster } from 'kafkajs'

/** Missing in the types of the client. */
export interface Coordinator {
  leaveGroup(member: { readonly groupId: string; readonly memberId: string }): Promise<unknown>
}

/** Wraps methods of the client's cluster, to call a group member at steps for which the client has no events. */
export function followCluster(
  cluster: Cluster,
  calls: {
    /**
     * The client looks up the coordinator before it joins. Partitions move once all members have joined, so this member
     * must release its partitions before.
     */
    readonly beforeJoining: () => Promise<void>
    readonly onCoordinator: (coordinator: Coordinator) => Promise<void>
    /** These partitions have no position, or one out of range: the client is about to begin at the oldest message. */
    readonly onPositionReset: (partitions: readonly number[]) => void
  }
): void {
  const find = cluster.findGroupCoordinator.bind(cluster)
  cluster.findGroupCoordinator = async request => {
    await calls.beforeJoining()
    const coordinator = await find(request)
    if (isCoordinator(coordinator)) await calls.onCoordinator(coordinator)
    return coordinator
  }
  const fetchOffsets = cluster.fetchTopicsOffset.bind(cluster)
  cluster.fetchTopicsOffset = topics => {
    calls.onPositionReset(topics.flatMap(({ partitions }) => partitions.map(({ partition }) => partition)))
    return fetchOffsets(topics)
  }
}

function isCoordinator(broker: Broker | Coordinator): broker is Coordinator {
  return 'leaveGroup' in broker
}

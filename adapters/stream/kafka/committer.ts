import type { Consumer } from 'kafkajs'
import type { Log } from '../../../ports/log.ts'
import type { Lane } from './lane.ts'

/** The number of a partition and its lane. */
export type OwnedLane = readonly [number, Lane]

interface Committer {
  /** Never rejects. */
  commit(lanes: Iterable<OwnedLane>): Promise<void>
  /** Forgets the committed positions, which the broker may have lost. */
  clear(): void
}

/** Commits positions to the group. Only lag monitors read them: the subscriber stores its positions itself. */
export function buildCommitter(options: {
  readonly consumer: () => Consumer
  readonly topic: string
  readonly storedPosition: (partition: number) => number | undefined
  readonly log: Log
}): Committer {
  const { consumer, topic, storedPosition, log } = options
  const committed = new Map<number, number>()
  return {
    async commit(lanes) {
      const positions = [...lanes].flatMap(([partition, lane]) => {
        const stored = storedPosition(partition)
        if (stored === undefined) return []
        const position = lane.committable(stored)
        return position === committed.get(partition) ? [] : [{ partition, position }]
      })
      if (positions.length === 0) return
      try {
        await consumer().commitOffsets(
          positions.map(({ partition, position }) => ({ topic, partition, offset: String(position) }))
        )
        for (const { partition, position } of positions) committed.set(partition, position)
      } catch (error) {
        log.debug('positions were not committed', { error })
      }
    },
    clear: () => committed.clear()
  }
}

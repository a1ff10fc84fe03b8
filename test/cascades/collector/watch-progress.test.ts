import { expect, test } from 'vitest'
import { buildProgressWatch } from '../../../cascades/collector/watch-progress.ts'
import { Failure } from '../../../ports/errors.ts'
import type { StreamRecord } from '../../../ports/stream.ts'
import { buildSetClock } from '../../harness/set-clock.ts'

const record: StreamRecord = { key: 'a', value: '{}', partition: 0, position: 5 }

/** Two partitions of 10 messages each. The test sets their positions and next messages. */
function watchTwo(owned: readonly number[] = []) {
  const clock = buildSetClock()
  const positions = new Map([
    [0, 5],
    [1, 10]
  ])
  const fixture = { isAway: false, ahead: async (): Promise<readonly StreamRecord[]> => [record] }
  const look = buildProgressWatch({
    stream: {
      async ends() {
        if (fixture.isAway) throw new Failure('stream-unavailable', 'it is away')
        return [0, 1].map(partition => ({ partition, first: 2, next: 10 }))
      },
      read: () => fixture.ahead()
    },
    checkpoints: {
      of: async () => [...positions].map(([partition, position]) => ({ partition, position, state: null }))
    },
    clock,
    topic: 'events',
    group: 'collector',
    owned: () => owned,
    stallSeconds: 30
  })
  return { clock, positions, fixture, look }
}

test('reports a partition with unread messages and no progress for 30 s as stalled, with the reason of the stream', async () => {
  const { clock, positions, fixture, look } = watchTwo()
  expect(await look()).toEqual({ waiting: [0], stalled: [], isMoving: false })
  clock.advance(30_001)
  fixture.ahead = () => Promise.reject(new Error('codec 9 cannot be read'))
  expect(await look()).toEqual({
    waiting: [0],
    stalled: [{ partition: 0, reason: 'codec 9 cannot be read' }],
    isMoving: false
  })
  positions.set(0, 6)
  expect(await look()).toEqual({ waiting: [0], stalled: [], isMoving: true })
  positions.set(0, 10)
  expect(await look()).toEqual({ waiting: [], stalled: [], isMoving: true })
})

test('does not count markers of the broker at the end of a partition as unread', async () => {
  const { clock, fixture, look } = watchTwo()
  fixture.ahead = async () => []
  await look()
  clock.advance(60_000)
  expect(await look()).toEqual({ waiting: [], stalled: [], isMoving: false })
})

test('ignores partitions owned by another process', async () => {
  const { clock, look } = watchTwo([1])
  await look()
  clock.advance(60_000)
  expect((await look()).stalled).toEqual([])
})

test('does not count the time a server was unavailable as a stall', async () => {
  const { clock, fixture, look } = watchTwo()
  await look()
  fixture.isAway = true
  clock.advance(60_000)
  await expect(look()).rejects.toThrow('it is away')
  fixture.isAway = false
  expect(await look()).toEqual({ waiting: [0], stalled: [], isMoving: false })
})

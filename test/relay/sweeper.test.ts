import { expect, onTestFinished, test } from 'vitest'
import { startSweeper, sweepOnce } from '../../relay/sweeper.ts'
import { openHealth } from '../harness/open-health.ts'
import { openStores } from '../harness/open-stores.ts'
import { buildRecordingLog } from '../harness/recording-log.ts'
import { buildSetClock } from '../harness/set-clock.ts'

const DAY_SECONDS = 86_400

async function open() {
  const clock = buildSetClock()
  const stores = await openStores(clock)
  const { log, lines } = buildRecordingLog()
  const parts = {
    ...stores,
    predictors: ['echo'],
    settings: {
      samples: 2,
      feedSeconds: DAY_SECONDS,
      recordSeconds: 2 * DAY_SECONDS,
      cascadeSeconds: 3 * DAY_SECONDS
    },
    clock,
    log,
    health: openHealth(),
    owner: 'sweeper-1'
  }
  return { clock, stores, parts, lines }
}

test('deletes all rows older than their retention and returns the counts', async () => {
  const { clock, stores, parts } = await open()
  const { deadLetters, outcomes, samples } = stores
  for (let number = 0; number < 201; number++)
    await deadLetters.add({ id: `d${number}`, queue: 'q', body: 'x', properties: null, reason: 'none' })
  await outcomes.put({ predictor: 'echo', subject: 's', outcome: '{}', endedAt: 1, source: 'reported' })
  await samples.put(
    [1, 2, 3].map(endedAt => ({
      predictor: 'echo',
      version: 1,
      subject: `s${endedAt}`,
      slice: null,
      sample: '[]',
      endedAt
    }))
  )
  expect(await sweepOnce(parts)).toEqual({ samples: 1 })
  clock.advance(2 * DAY_SECONDS * 1_000)
  expect(await sweepOnce(parts)).toEqual({})
  clock.advance(1)
  expect(await sweepOnce(parts)).toEqual({ deadLetters: 201, outcomes: 1 })
  expect(await sweepOnce(parts)).toEqual({})
})

test('sweeps in one process at a time, logs only deleted rows, and frees its lease on close', async () => {
  const { stores, parts, lines } = await open()
  await stores.leases.take('sweeper', 'another', 10)
  const swept = async () => lines.filter(({ message }) => message === 'old rows were deleted')
  let leases = 0
  const sweeper = startSweeper({
    ...parts,
    leases: {
      ...stores.leases,
      async take(...parameters) {
        const isTaken = await stores.leases.take(...parameters)
        leases++
        return isTaken
      }
    }
  })
  onTestFinished(() => sweeper.close())
  await expect.poll(() => leases).toBe(1)
  expect(await stores.leases.holder('sweeper')).toMatchObject({ owner: 'another' })
  await stores.leases.drop('sweeper', 'another')
  await expect
    .poll(async () => {
      parts.clock.advance(60_000)
      return (await stores.leases.holder('sweeper'))?.owner
    })
    .toBe('sweeper-1')
  await sweeper.close()
  expect(await stores.leases.holder('sweeper')).toBeNull()
  expect(await swept()).toEqual([])
})

import { expect, test } from 'vitest'
import { buildCalibrations } from '../../stores/calibrations.ts'
import { openStores } from '../harness/open-stores.ts'
import { buildSetClock } from '../harness/set-clock.ts'

const predictor = 'echo'
const lease = { name: 'trainer.echo', owner: 'a' }
const first = { predictor, version: 1, calibration: '{"shift":1}', cases: 20, learnedAt: 100 }

async function open() {
  const clock = buildSetClock()
  const stores = await openStores(clock)
  await stores.leases.take(lease.name, lease.owner, 10)
  return { ...stores, clock }
}

test('keeps the newest calibration of each version', async () => {
  const { calibrations } = await open()
  expect(await calibrations.find(predictor, 1)).toBeNull()
  expect(await calibrations.put(first, lease)).toEqual({ version: 1, cases: 20, learnedAt: 100 })
  await calibrations.put({ ...first, version: 2, cases: 30 }, lease)
  await calibrations.put({ ...first, predictor: 'other' }, lease)
  await calibrations.put({ ...first, calibration: '{"shift":2}', cases: 25, learnedAt: 200 }, lease)
  expect(await calibrations.find(predictor, 1)).toEqual({
    predictor,
    version: 1,
    calibration: '{"shift":2}',
    cases: 25,
    learnedAt: 200
  })
  expect(await calibrations.list(predictor)).toEqual([
    { version: 1, cases: 25, learnedAt: 200 },
    { version: 2, cases: 30, learnedAt: 100 }
  ])
})

test('each calibration of a version is later than the one before, also when the clock was set back', async () => {
  const { calibrations } = await open()
  await calibrations.put(first, lease)
  const learnedAt: (number | undefined)[] = []
  for (const at of [100, 50, 200])
    learnedAt.push((await calibrations.put({ ...first, learnedAt: at }, lease))?.learnedAt)
  expect(learnedAt).toEqual([101, 102, 200])
})

test('a trainer that lost its lease does not overwrite the calibration of its successor', async () => {
  const { calibrations, leases, clock } = await open()
  await calibrations.put(first, lease)
  clock.advance(10_000)
  const successor = { ...lease, owner: 'b' }
  await leases.take(successor.name, successor.owner, 10)
  expect(await calibrations.put({ ...first, cases: 21, learnedAt: 300 }, successor)).not.toBeNull()
  expect(await calibrations.put({ ...first, cases: 99, learnedAt: 400 }, lease)).toBeNull()
  expect(await calibrations.find(predictor, 1)).toMatchObject({ cases: 21, learnedAt: 300 })
})

test('remembers that there were too few cases, and lists no calibration then', async () => {
  const { calibrations } = await open()
  await calibrations.put({ ...first, calibration: null, cases: 2 }, lease)
  expect(await calibrations.find(predictor, 1)).toMatchObject({ calibration: null, cases: 2 })
  expect(await calibrations.list(predictor)).toEqual([])
})

test('removes the calibrations of versions', async () => {
  const { calibrations } = await open()
  for (const version of [1, 2, 3]) await calibrations.put({ ...first, version }, lease)
  await calibrations.remove(predictor, [])
  await calibrations.remove('other', [2])
  await calibrations.remove(predictor, [1, 3])
  expect(await calibrations.list(predictor)).toMatchObject([{ version: 2 }])
})

test('notifies listeners of this process and of others after a put', async () => {
  const { calibrations, database, leases } = await open()
  const heard: string[] = []
  calibrations.onPut(() => heard.push('own'))
  const stop = calibrations.onPut(() => heard.push('stopped'))
  stop()
  const hints: string[] = []
  const other = buildCalibrations({
    database: { ...database, hints: { send: word => void hints.push(word), listen: () => () => {} } },
    leases
  })
  await calibrations.put(first, lease)
  await other.put(first, lease)
  expect(heard).toEqual(['own'])
  expect(hints).toEqual(['calibrations'])
})

test('a withdrawn outcome removes the calibrations that may have learned from it', async () => {
  const { calibrations, outcomes, outcomeWithdrawals, samples } = await open()
  await calibrations.put(first, lease)
  await calibrations.put({ ...first, predictor: 'other' }, lease)
  const report = { predictor, outcome: '{}', endedAt: 1, source: 'reported' as const }
  for (const subject of ['a', 'b']) await outcomes.put({ ...report, subject })
  await samples.put([{ predictor, version: 1, subject: 'a', slice: null, sample: '{}', endedAt: 1 }])
  await outcomeWithdrawals.withdraw({ predictor, subject: 'b' }, 'it has no samples')
  expect(await calibrations.list(predictor)).toHaveLength(1)
  await outcomeWithdrawals.withdraw({ predictor, subject: 'a' }, 'a mistake')
  expect(await calibrations.list(predictor)).toEqual([])
  expect(await calibrations.list('other')).toHaveLength(1)
})

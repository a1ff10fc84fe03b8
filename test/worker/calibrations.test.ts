import { afterAll, expect, onTestFinished, test } from 'vitest'
import { openBlobsFolder } from '../../adapters/blobs/folder.ts'
import { systemClock } from '../../adapters/clock/system.ts'
import { buildThreads } from '../../adapters/threads/piscina.ts'
import { buildModelVersions } from '../../stores/model-versions.ts'
import { startWorker } from '../../worker/start-worker.ts'
import * as faulty from '../fixtures/faulty.ts'
import { temporaryFolder } from '../harness/temporary.ts'
import { testManifest } from '../harness/test-api.ts'
import { until } from '../harness/until.ts'
import {
  buildMemoryCalibrations,
  buildMemoryLog,
  buildMemoryMetrics,
  buildMemoryQueue,
  buildMemoryRows
} from './fakes.ts'

const threads = buildThreads({ size: 2 })
afterAll(() => threads.close())

/** A worker of the predictor whose models are numbers, with version 1 (the number 1) live. */
async function start(pollMilliseconds = 20) {
  const rows = buildMemoryRows()
  const queue = buildMemoryQueue()
  const log = buildMemoryLog()
  const metrics = buildMemoryMetrics()
  const calibrations = buildMemoryCalibrations()
  const versions = buildModelVersions({ blobs: openBlobsFolder(temporaryFolder()), clock: systemClock })
  const publish = (model: number) =>
    versions.publish('faulty', faulty.predictor.encode(model), { ...testManifest, schemaVersion: 1 })
  await publish(1)
  await versions.promote('faulty', 1, { actor: 'test', reason: 'because' })
  const startNow = () => {
    const worker = startWorker({
      predictors: [faulty],
      queue,
      predictions: rows,
      versions,
      calibrations,
      threads,
      clock: systemClock,
      log,
      metrics,
      owner: 'wrk_test',
      settings: { calibrationPollMilliseconds: pollMilliseconds }
    })
    onTestFinished(() => worker.close())
    return worker
  }
  let count = 0
  /** The model that answers a new job. */
  const ask = async (pinnedVersion: number | null = null): Promise<number> => {
    const id = `p${count++}`
    queue.send(rows.insert({ id, input: '{"do":"answer","value":1}', pinnedVersion }))
    await until(() => expect(rows.endings.has(id)).toBe(true))
    const ending = rows.endings.get(id)
    if (ending?.state !== 'succeeded') throw new Error(`${id} failed`)
    return JSON.parse(ending.output).model
  }
  const ignored = () => metrics.values.get('groundswell_calibrations_ignored_total faulty') ?? 0
  const cases = () => metrics.values.get('groundswell_calibration_cases faulty')
  return { calibrations, publish, startNow, ask, ignored, cases, log }
}

test('answers the first job with the stored calibration of the live version', async () => {
  const { calibrations, startNow, ask, cases } = await start()
  calibrations.put(1, '{"add":0.5}', 10)
  startNow()
  expect(await ask()).toBe(1.5)
  expect(cases()).toBe(3)
})

test('uses a newer calibration within the poll interval when the hint was lost, and none after its removal', async () => {
  const { calibrations, startNow, ask, cases } = await start()
  startNow()
  expect(await ask()).toBe(1)
  expect(cases()).toBe(0)
  calibrations.put(1, '{"add":0.5}', 10, { isSilent: true })
  await until(async () => expect(await ask()).toBe(1.5))
  calibrations.remove(1)
  await until(async () => expect(await ask()).toBe(1))
  expect(cases()).toBe(0)
})

test('a hint is enough: the next job after it uses the calibration', async () => {
  const { calibrations, startNow, ask } = await start(60_000)
  startNow()
  expect(await ask()).toBe(1)
  calibrations.put(1, '{"add":0.5}', 10)
  await until(async () => expect(await ask()).toBe(1.5))
})

test('a pinned version answers with its own calibration', async () => {
  const { calibrations, publish, startNow, ask } = await start()
  await publish(2)
  calibrations.put(1, '{"add":0.5}', 10)
  calibrations.put(2, '{"add":0.125}', 10)
  startNow()
  expect(await ask(2)).toBe(2.125)
  expect(await ask()).toBe(1.5)
  calibrations.put(2, '{"add":0.25}', 20, { isSilent: true })
  await until(async () => expect(await ask(2)).toBe(2.25))
})

test.each(['{"add":"much"}', '{'])(
  'ignores the malformed calibration %s once, and answers without it',
  async text => {
    const { calibrations, startNow, ask, ignored, cases, log } = await start()
    calibrations.put(1, text, 10)
    startNow()
    for (let round = 0; round < 5; round++) expect(await ask()).toBe(1)
    expect([ignored(), cases()]).toEqual([1, 0])
    const warnings = log.lines.filter(({ message }) => message === 'a calibration was ignored')
    expect(warnings).toMatchObject([{ fields: { version: 1, reason: expect.any(String) } }])
    calibrations.put(1, '{"add":0.5}', 20)
    await until(async () => expect(await ask()).toBe(1.5))
  }
)

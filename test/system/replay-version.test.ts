import { expect, onTestFinished, test } from 'vitest'
import { smallCascade } from '../harness/cascades.ts'
import { feed } from '../harness/feed.ts'
import { startForTest } from '../harness/start.ts'
import { environmentForTest } from '../harness/test-environment.ts'
import { publishTwoVersions } from '../harness/two-versions.ts'

const T0 = 1_700_000_000
const CASCADES = 120
const settings = {
  GROUNDSWELL_EVENT_PARTITIONS: '4',
  GROUNDSWELL_WINDOWS: '300,600',
  GROUNDSWELL_IDLE_SECONDS: '3600',
  GROUNDSWELL_ALERT_THRESHOLD: '14',
  GROUNDSWELL_ALERT_COOLDOWN_SECONDS: '0'
}

const events = Array.from({ length: CASCADES }, (_, number) =>
  smallCascade().events.map(({ time, magnitude }, place) => ({
    eventId: `e${place}`,
    cascadeId: `c${number}`,
    kind: place === 0 ? ('post' as const) : ('reshare' as const),
    time: T0 + 10 * number + time,
    magnitude
  }))
)
  .flat()
  .sort((left, right) => left.time - right.time)

test('forecasts every window of the recorded topic once through another version, also after a kill', async () => {
  const testEnvironment = await environmentForTest()
  await publishTwoVersions(testEnvironment)
  const program = await startForTest({ settings, testEnvironment })
  const rows = await testEnvironment.openDatabase()
  onTestFinished(rows.close)
  await feed(program, [...events, { watermark: T0 + 1e5, isLast: true }])
  await expect.poll(countScores).toBe(2 * CASCADES)
  await program.request('/cascades/c7', { method: 'DELETE' })
  const before = await readOwn()

  const { status, body: replay } = await program.post('/replays', { kind: 'topic', model: 2 })
  expect(status).toBe(202)
  await expect
    .poll(async () => (await program.get(`/replays/${replay.id}`)).body.replay.cascades)
    .toBeGreaterThan(0)
  await program.kill('SIGKILL')
  await program.restart()
  const windows = [300, 600].map(windowSeconds => ({
    windowSeconds,
    state: 'succeeded',
    count: CASCADES - 1
  }))
  await expect
    .poll(async () => {
      const { replay: now, predictions, accuracy } = (await program.get(`/replays/${replay.id}`)).body
      return { state: now.state, predictions, cases: accuracy.map(each => each.cases) }
    })
    .toEqual({ state: 'succeeded', predictions: windows, cases: [CASCADES - 1, CASCADES - 1] })

  const { accuracy } = (await program.get(`/replays/${replay.id}`)).body
  for (const each of accuracy) {
    // Both versions hold the same model.
    expect(each.meanLoss).toBeCloseTo(each.meanServedLoss!, 10)
    expect(each.meanARE).toBe(each.meanLoss)
    expect(each.meanAREWithoutModel).toBeGreaterThan(0)
    expect(Object.keys(each.meanBaselineLosses)).toEqual(['constant', 'loglog', 'ratio'])
    expect(each.meanConstantLoss).toBe(each.meanBaselineLosses.constant ?? null)
  }
  const { forecasts, cascade } = (await program.get('/cascades/c0')).body
  const beside = forecasts.filter(each => each.requestedModel === 2)
  expect(beside).toHaveLength(2)
  for (const { absoluteRelativeError, windowSeconds } of beside)
    expect(absoluteRelativeError).toBeCloseTo(
      forecasts.find(each => each.requestedModel === null && each.windowSeconds === windowSeconds)!
        .absoluteRelativeError!,
      10
    )
  expect(beside.map(({ predictionId }) => predictionId)).not.toContain(cascade.forecast?.predictionId)
  expect(await readOwn()).toEqual(before)

  async function countScores(): Promise<number> {
    const { items } = (await program.get('/models/accuracy')).body
    return items.reduce((sum, { cases }) => sum + cases, 0)
  }

  /** Reads the data that a replay must not change. */
  async function readOwn() {
    const samples = await rows.reader
      .selectFrom('samples')
      .select(['id', 'created_at'])
      .orderBy('id')
      .execute()
    const outcomes = await rows.reader
      .selectFrom('outcomes')
      .select(['subject', 'outcome', 'revision'])
      .orderBy('subject')
      .execute()
    const alerts = await rows.reader.selectFrom('alerts').select('id').orderBy('id').execute()
    const cascades = await rows.reader
      .selectFrom('cascades')
      .select(['id', 'state', 'events', 'forecast_id', 'updated_at'])
      .orderBy('id')
      .execute()
    const { body } = await program.get('/models/latest')
    return { samples, outcomes, alerts, cascades, serving: body.version, counters: await readCounters() }
  }

  async function readCounters() {
    return (await program.get('/stream')).body.counters
  }
})

import { readFileSync } from 'node:fs'
import { Kafka, logLevel } from 'kafkajs'
import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../adapters/clock/system.ts'
import { bootstrapManifestFile } from '../../app/bootstrap/recipe.ts'
import { modelsTopic } from '../../app/topics.ts'
import { buildModelVersions, type ManifestDraft } from '../../stores/model-versions.ts'
import { smallCascade } from '../harness/cascades.ts'
import { makeLargeModel } from '../harness/large-model.ts'
import { startForTest } from '../harness/start.ts'
import { sumMetric } from '../harness/sum-metric.ts'
import { environmentForTest, type TestEnvironment } from '../harness/test-environment.ts'

const BYTES = 100_000_000

test('publishes a forest of 100 MB, announces it in under 1 kB and loads it in every worker; rejects it inside a message', async () => {
  const testEnvironment = await environmentForTest()
  const program = await startForTest({
    testEnvironment,
    processes: ['api,source', 'worker', 'worker'],
    settings: { LOG_LEVEL: 'info', GROUNDSWELL_WORKER_THREADS: '1' }
  })
  const workers = program.processes.slice(1)
  const model = makeLargeModel(BYTES)
  expect(model.byteLength).toBeGreaterThan(BYTES)

  const blobs = testEnvironment.openBlobs()
  const draft = JSON.parse(readFileSync(bootstrapManifestFile, 'utf8')) as ManifestDraft
  const { version } = await buildModelVersions({ blobs, clock: systemClock }).publish(
    'cascade-size',
    model,
    draft
  )
  await blobs.close()
  expect((await program.post(`/models/${version}/promote`, { reason: 'a large one' })).status).toBe(200)

  for (const worker of workers)
    await expect
      .poll(() => sumMetric(worker.healthUrl!, 'groundswell_model_version'), { timeout: 60_000 })
      .toBe(version)
  const answers = await Promise.all(
    Array.from({ length: 60 }, () => program.post('/cascades', smallCascade(), { prefer: 'wait=30' }))
  )
  for (const { body } of answers) expect(body).toMatchObject({ state: 'succeeded', model: { version } })
  for (const worker of workers)
    expect(await sumMetric(worker.healthUrl!, 'groundswell_predictions_ended_total')).toBeGreaterThan(0)

  const announcement = await readLast(testEnvironment)
  expect(Buffer.byteLength(announcement)).toBeLessThan(1_000)
  expect(JSON.parse(announcement).data).toMatchObject({ version, bytes: model.byteLength })
  await expect(sendAsThePrototypeDid(testEnvironment, model)).rejects.toMatchObject({
    type: 'MESSAGE_TOO_LARGE'
  })
})

/** Reads the last message of the models topic. */
async function readLast(testEnvironment: TestEnvironment): Promise<string> {
  const database = await testEnvironment.openDatabase()
  const stream = await testEnvironment.openStream(database)
  onTestFinished(async () => {
    await stream.close()
    await database.close()
  })
  const read = async () => {
    const [end] = await stream.ends(modelsTopic)
    return stream.read(modelsTopic, 0, end!.first, 100)
  }
  await expect.poll(async () => (await read()).length, { timeout: 20_000 }).toBeGreaterThan(1)
  return (await read()).at(-1)!.value
}

/** Sends the model itself in the message that announces it, as the prototype did. */
async function sendAsThePrototypeDid({ settings }: TestEnvironment, model: Uint8Array): Promise<void> {
  const brokers = settings.KAFKA_BROKERS!.split(',')
  const producer = new Kafka({ brokers, logLevel: logLevel.NOTHING }).producer()
  await producer.connect()
  onTestFinished(() => producer.disconnect())
  const topic = `${settings.GROUNDSWELL_PREFIX}${modelsTopic}`
  await producer.send({ topic, messages: [{ key: 'cascade-size', value: Buffer.from(model) }] })
}

import { randomUUID } from 'node:crypto'
import { Kafka, logLevel } from 'kafkajs'
import { expect, onTestFinished, test } from 'vitest'
import { openBlobsFolder } from '../../adapters/blobs/folder.ts'
import { systemClock } from '../../adapters/clock/system.ts'
import { openKafkaStream } from '../../adapters/stream/kafka/stream.ts'
import { encodeArtefact } from '../../learners/forest/artefact.ts'
import { writeForests } from '../../learners/forest/forest-artefact.ts'
import { rankMatrix } from '../../learners/forest/ranks.ts'
import { combineTrees, trainTrees } from '../../learners/forest/train.ts'
import { Random } from '../../learners/random.ts'
import { buildModelVersions } from '../../stores/model-versions.ts'
import { buildRecordingLog } from '../harness/recording-log.ts'
import { serverAddress } from '../harness/server-address.ts'
import { temporaryFolder } from '../harness/temporary.ts'

const SAMPLES = 20_000
const FEATURES = 42
const predictor = 'cascade-size'
const by = { actor: 'test', reason: 'because' }

test('announces a model by a pointer under 1 kB, because the broker rejects the model itself', async () => {
  const brokers = serverAddress('KAFKA_BROKERS').split(',')
  const { log } = buildRecordingLog()
  const stream = await openKafkaStream({
    connection: { brokers },
    replicationFactor: 1,
    clock: systemClock,
    log
  })
  const topic = `test.${randomUUID()}`
  await stream.declare([{ name: topic, partitions: 1, isCompacted: true }])
  const producer = new Kafka({ brokers, logLevel: logLevel.NOTHING }).producer()
  await producer.connect()
  onTestFinished(async () => {
    await producer.disconnect()
    await stream.close()
  })
  const model = trainModel()

  // The prototype sent the model itself as text in the message.
  const whole = JSON.stringify({ predictor, model: Buffer.from(model).toString('base64') })
  await expect(producer.send({ topic, messages: [{ key: predictor, value: whole }] })).rejects.toMatchObject({
    type: 'MESSAGE_TOO_LARGE'
  })
  await expect(stream.append(topic, [{ key: predictor, value: whole }])).rejects.toMatchObject({
    code: 'body-too-large'
  })

  const versions = buildModelVersions({
    blobs: openBlobsFolder(temporaryFolder()),
    clock: systemClock,
    announce: pointer => stream.append(topic, [{ key: predictor, value: JSON.stringify(pointer) }])
  })
  const { version } = await versions.publish(predictor, model, {
    schemaVersion: 1,
    features: [],
    training: {
      source: 'test',
      samples: SAMPLES,
      groups: 1,
      cut: '2026-11-20T00:00:00.000Z',
      seed: 1,
      options: {}
    },
    metrics: [],
    parent: null,
    codeVersion: '0.1.0',
    isSimulated: true,
    notes: ''
  })
  await versions.promote(predictor, version, by)
  const [announced] = await stream.read(topic, 0, 0, 10)
  expect(Buffer.byteLength(announced!.value)).toBeLessThan(1_000)
  const pointer = JSON.parse(announced!.value) as { readonly version: number; readonly bytes: number }
  expect(pointer).toMatchObject({ predictor, version, bytes: model.byteLength })
  expect(Buffer.compare(await versions.artefact(predictor, pointer.version), model)).toBe(0)
})

function trainModel(): Uint8Array {
  const random = new Random(1)
  const values = Float64Array.from({ length: SAMPLES * FEATURES }, () => random.uniform())
  const targets = Float64Array.from({ length: SAMPLES }, () => random.uniform())
  const options = {
    kind: 'extra',
    trees: 20,
    bootstrap: false,
    featuresPerSplit: 6,
    minLeaf: 4,
    maxDepth: null,
    seed: 1
  } as const
  const matrix = rankMatrix({ rows: SAMPLES, columns: FEATURES, values })
  return encodeArtefact(writeForests({ size: combineTrees([trainTrees(matrix, targets, options)]) }))
}
